import '../../chip-check/switches.test.ts';
