/** More seeds. */
import '../../host/faults.test.ts';
