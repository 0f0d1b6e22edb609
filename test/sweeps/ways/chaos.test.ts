/** 200 seeds. */
import '../../ways/chaos.test.ts';
