/** Every built-in scenario with each way of pings beside probes. */
import '../../ways/pings.test.ts';
