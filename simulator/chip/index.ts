export { type ChipOptions, createChip, type WiznetChip } from './chip.ts';
export { type ChipSwitches, DEFAULT_SWITCHES } from './model/switches.ts';
