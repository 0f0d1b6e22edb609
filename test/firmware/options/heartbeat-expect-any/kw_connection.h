/*
 * test: the state of each hardware socket, shared by the loop and what it calls. Not for applications.
 *
 * All functions take a socket number below KW_SOCKET_COUNT, and all of this belongs to the main loop.
 */
#ifndef KW_CONNECTION_H
#define KW_CONNECTION_H

#include <stdbool.h>
#include <stdint.h>

#include "kw_config.h"
#include "kw_end.h"

#ifdef __cplusplus
extern "C" {
#endif

/* From KW_STATE_OPEN on there is a connection. */
typedef enum {
    KW_STATE_IDLE,        /* no connection: the socket is closed, listens or connects */
    KW_STATE_CLOSING,     /* the connection has ended for the application; the chip waits for the peer's FIN */
    KW_STATE_OPEN,        /* both sides may send */
    KW_STATE_PEER_CLOSED, /* the peer has sent its FIN; what it sent before is still delivered */
    KW_STATE_SHUT         /* this side can send no more: its FIN is out */
} kw_state_t;

typedef struct {
    uint16_t rx_rd;      /* Sn_RX_RD and Sn_TX_WR, the host's own pointers; the chip sets them when it connects */
    uint16_t tx_wr;
    uint16_t waiting;    /* received bytes that the application may take now */
    uint16_t room;       /* Sn_TX_FSR as last read, 0 when it is to be read again */
    kw_state_t state;
    bool sending;        /* a SEND is under way: no other SEND and no probe until SENDOK */
    bool receiving;      /* there may be received data in the chip */
    uint32_t closing_ms; /* when KW_STATE_CLOSING began */
} kw_connection_t;

extern kw_connection_t kw_connections[KW_SOCKET_COUNT];

/* Whether the socket has a connection. */
static inline bool kw_connection_is_up(uint32_t sn)
{
    return kw_connections[sn].state >= KW_STATE_OPEN;
}

/* Whether nothing can be sent now: data or our FIN is under way. */
static inline bool kw_connection_is_blocked(uint32_t sn)
{
    return kw_connections[sn].sending || kw_connections[sn].state == KW_STATE_SHUT;
}

/* Ends a connection with a FIN. The application knows at once; the chip has KW_CLOSE_MS for both FINs. */
void kw_connection_close(uint32_t sn, kw_end_reason_t reason);

#ifdef __cplusplus
}
#endif

#endif
