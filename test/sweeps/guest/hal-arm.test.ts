/** Every method and every failure with ST's HAL. */
import '../../guest/hal-arm.test.ts';
