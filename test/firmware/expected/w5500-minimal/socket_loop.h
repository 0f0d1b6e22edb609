/*
 * w5500-minimal: the sockets' state machine, and what it asks of the application.
 *
 * Call kw_loop_poll again and again. It never waits for a peer, and one call does a bounded amount of work. Hooks are
 * called from within it, from the main program, never from an interrupt.
 */
#ifndef KW_SOCKET_LOOP_H
#define KW_SOCKET_LOOP_H

#include <stdbool.h>
#include <stdint.h>

/* Why a connection ended, as far as the chip tells. */
typedef enum {
    KW_END_PEER_CLOSED = 1, /* FIN: the peer closed in an orderly way */
    KW_END_TIMEOUT,         /* a probe or data was not acknowledged: the peer is gone */
    KW_END_RESET,           /* neither FIN nor time-out: the peer sent RST */
    KW_END_CHIP_FAULT       /* the chip had to be reset */
} kw_end_reason_t;

typedef enum {
    KW_FAULT_CLOCK = 1,   /* SYSCLK is not what it should be; periods are longer than planned */
    KW_FAULT_CHIP_ABSENT, /* no W5500 answered after its reset; tried again after KW_RETRY_MS */
    KW_FAULT_CHIP_SILENT  /* the chip stopped answering; it is reset and set up again */
} kw_fault_t;

/* Sets up the pins and begins with the chip's reset. */
void kw_loop_init(void);

/* Serves every socket that has something to do. True: call again before sleeping. */
bool kw_loop_poll(void);

/* Bytes that kw_socket_send would take now: 0 while unacknowledged data is under way or nobody is connected. */
uint16_t kw_socket_room(uint32_t socket);

/* Sends the first bytes of `data`, as many as there is room for; returns how many. The rest stays the caller's. */
uint16_t kw_socket_send(uint32_t socket, uint8_t const *data, uint16_t length);

/* Within kw_app_received: takes up to `length` received bytes; returns how many. */
uint16_t kw_socket_receive(uint32_t socket, uint8_t *data, uint16_t length);

/*
 * The application's hooks, defined in app.c.
 *
 * kw_app_received: `waiting` bytes are there. What it leaves stays in the chip, slows the peer down through the TCP
 * window, and is offered again. After the peer's FIN, bytes that it leaves although nothing is being sent are dropped.
 */
void kw_app_connected(uint32_t socket);
void kw_app_received(uint32_t socket, uint16_t waiting);
void kw_app_ended(uint32_t socket, kw_end_reason_t reason);
void kw_app_fault(kw_fault_t fault);

#endif
