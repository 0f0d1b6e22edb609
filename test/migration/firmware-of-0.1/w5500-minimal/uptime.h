#ifndef UPTIME_H
#define UPTIME_H

#include <stdint.h>

void uptime_mark(uint32_t socket, uint32_t now_ms);

#endif
