#include "uptime.h"

#  include "kw_config.h"
#include "socket_loop.h"

static uint32_t marks[KW_SOCKET_COUNT];

void uptime_mark(uint32_t socket, uint32_t now_ms)
{
    if (kw_socket_room(socket) > 0U) {
        marks[socket] = now_ms;
    }
}
