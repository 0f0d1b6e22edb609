/* All of it is in wizchip_conf.c. */
#include "wizchip_conf.h"
