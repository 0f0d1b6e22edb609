/*
 * door-controller: why connections end.
 */
#ifndef KW_END_H
#define KW_END_H

#ifdef __cplusplus
extern "C" {
#endif

/* Why a connection ended, as far as the chip tells. */
typedef enum {
    KW_END_PEER_CLOSED = 1,      /* FIN: the peer closed in an orderly way */
    KW_END_RESET = 2,            /* closed, with neither FIN nor time-out seen: most likely the peer sent RST */
    KW_END_PROBE_TIMEOUT = 3,    /* a probe was not answered: the peer is gone */
    KW_END_SEND_TIMEOUT = 4,     /* data was not acknowledged for too long */
    KW_END_IDLE = 5,             /* nothing received for longer than the idle limit */
    KW_END_HEARTBEAT_MISSED = 6, /* nothing received for longer than between two of the peer's heartbeats */
    KW_END_NO_ANSWER = 7,        /* the peer did not answer a question */
    KW_END_GOODBYE = 8,          /* the peer said goodbye */
    KW_END_LINK_DOWN = 9,        /* the PHY lost its link */
    KW_END_CHIP_FAULT = 10,      /* the chip had to be reset */
    KW_END_LOCAL_STOP = 11       /* ended by this side */
} kw_end_reason_t;

#ifdef __cplusplus
}
#endif

#endif
