/** 30 seeds. */
import '../../ways/noise.test.ts';
