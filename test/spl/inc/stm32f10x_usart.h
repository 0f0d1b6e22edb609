/* In the library a header of its own; here everything is in stm32f10x.h. */
#include "stm32f10x.h"
