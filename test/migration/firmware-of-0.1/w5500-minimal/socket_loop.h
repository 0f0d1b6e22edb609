/*
 * w5500-minimal: the sockets' state machine, and what it asks of the application.
 *
 * Call kw_loop_poll again and again from the main program. It never waits for a peer, and one call does a bounded
 * amount of work. It calls the application's hooks. None of these functions may be called from an interrupt, and
 * kw_loop_poll not from a hook.
 */
#ifndef KW_SOCKET_LOOP_H
#define KW_SOCKET_LOOP_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Why a connection ended, as far as the chip tells. */
typedef enum {
    KW_END_PEER_CLOSED = 1,  /* FIN: the peer closed in an orderly way */
    KW_END_RESET,            /* closed, with neither FIN nor time-out seen: most likely the peer sent RST */
    KW_END_PROBE_TIMEOUT,    /* a probe was not answered: the peer is gone */
    KW_END_SEND_TIMEOUT,     /* data was not acknowledged for too long */
    KW_END_IDLE,             /* nothing received for longer than the idle limit */
    KW_END_HEARTBEAT_MISSED, /* nothing received for longer than between two of the peer's heartbeats */
    KW_END_NO_ANSWER,        /* the peer did not answer a question */
    KW_END_GOODBYE,          /* the peer said goodbye */
    KW_END_LINK_DOWN,        /* the PHY lost its link */
    KW_END_CHIP_FAULT,       /* the chip had to be reset */
    KW_END_LOCAL_STOP        /* ended by this side */
} kw_end_reason_t;

typedef enum {
    KW_FAULT_CLOCK = 1,   /* SYSCLK is not what it should be; periods are longer than planned */
    KW_FAULT_CHIP_ABSENT, /* no W5500 answered after its reset; tried again after KW_RETRY_MS */
    KW_FAULT_CHIP_SILENT  /* the chip stopped answering or lost its settings; it is reset and set up again */
} kw_fault_t;

/* Sets up the pins and begins with the chip's reset. */
void kw_loop_init(void);

/* Serves every socket that has something to do. True: there is more, call again before sleeping. */
bool kw_loop_poll(void);

/*
 * `socket` is the number that a hook was called with, below KW_SOCKET_COUNT; for any other number, and for a socket
 * that is not connected, these three return 0.
 */

/* Bytes that kw_socket_send would take now: 0 while data is under way that the peer has not acknowledged yet. */
uint16_t kw_socket_room(uint32_t socket);

/* Sends the first bytes of `data`, as many as there is room for; returns how many. The rest stays the caller's. */
uint16_t kw_socket_send(uint32_t socket, uint8_t const *data, uint16_t length);

/* Within kw_app_received: takes up to `length` received bytes; returns how many. */
uint16_t kw_socket_receive(uint32_t socket, uint8_t *data, uint16_t length);

/*
 * The application's hooks, defined in app.c.
 *
 * kw_app_received: `waiting` bytes are there. What it leaves stays in the chip, slows the peer down through the TCP
 * window, and is offered again. Once the peer has closed its half, leaving all of it closes the connection.
 * kw_app_fault: called from kw_loop_poll; with KW_FAULT_CLOCK from main.
 */
void kw_app_connected(uint32_t socket);
void kw_app_received(uint32_t socket, uint16_t waiting);
void kw_app_ended(uint32_t socket, kw_end_reason_t reason);
void kw_app_fault(kw_fault_t fault);

#ifdef __cplusplus
}
#endif

#endif
