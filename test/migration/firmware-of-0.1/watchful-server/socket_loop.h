/*
 * watchful-server: the sockets' state machine, and what it asks of the application.
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
 * Ends a connection in an orderly way: goodbye, FIN, and after KW_CLOSE_MS at most the socket is closed. A server
 * then listens again, a client connects again after its wait.
 */
void kw_socket_stop(uint32_t socket);

/*
 * Does so with all connections, and lets no new one begin until kw_loop_init. Go on calling kw_loop_poll until
 * kw_loop_stopped, which is after KW_CLOSE_MS and a poll or two at most.
 */
void kw_loop_stop(void);
bool kw_loop_stopped(void);

/* How often the socket's connections have ended for this reason since the start; stays at 65535. */
uint16_t kw_socket_ends(uint32_t socket, kw_end_reason_t reason);

/* kw_now_ms of the last sign of life: when data last arrived, or a connection began. 0: none so far. */
uint32_t kw_socket_heard_ms(uint32_t socket);

/*
 * The application's hooks, defined in app.c.
 *
 * kw_app_connected: the primer is under way, so that kw_socket_send takes nothing yet.
 * Messages of the specification are found in what is received, and taken out of it where it says so. What may be the
 * beginning of one is offered when KW_HOLD_MS has brought no more of it. What is left unread hides what is behind it.
 * What came before the peer's goodbye is offered once more; nothing can be sent then.
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
