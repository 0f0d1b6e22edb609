/** Both chips. */
import '../../whole/slow-app.test.ts';
