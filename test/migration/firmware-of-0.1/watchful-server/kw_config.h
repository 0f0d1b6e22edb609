/*
 * watchful-server: the numbers of this firmware.
 *
 * Written by keepwire. Change the specification and generate again; edits made here are refused by the next run.
 */
#ifndef KW_CONFIG_H
#define KW_CONFIG_H

/* Seconds without received data before the wait for a probe begins, and from probe to probe. */
#define NO_DATA_PERIOD 10U
#define KA_SEND_PERIOD 5U

/* The second counter begins where the first probe falls due at NO_DATA_PERIOD. */
#define FIRST_SEND_TICK (KA_SEND_PERIOD - 1U)

/* Hardware sockets in use, numbered from 0. */
#define KW_SOCKET_COUNT 3U

/* One socket's Sn_IR and Sn_SR are read each this many milliseconds, whatever INTn says. */
#define KW_SWEEP_MS 8U

/* What the application moves for one socket in one poll, at most: this bounds the time of a poll. */
#define KW_CHUNK_BYTES 1460U

/* Milliseconds that RSTn is low, until the chip may be spoken to, and from a fault to the next attempt. */
#define KW_RESET_LOW_MS 2U
#define KW_RESET_READY_MS 50U
#define KW_RETRY_MS 1000U

/* Milliseconds that an orderly end may take: goodbye, FIN and the peer's FIN. */
#define KW_CLOSE_MS 1000U

/* Messages that one poll acts on for one socket, at most. */
#define KW_MESSAGES_PER_POLL 4U

/* Milliseconds for which what may be the beginning of a message is kept from the application. */
#define KW_HOLD_MS 1000U

/* Milliseconds from one look at the PHY's link to the next. */
#define KW_LINK_LOOK_MS 100U

/* Milliseconds for which the link may be down. */
#define KW_LINK_HOLD_MS 5000U

/* Milliseconds from one look at the chip's identity and address to the next. */
#define KW_HEALTH_MS 10000U

#if NO_DATA_PERIOD < 1U || KA_SEND_PERIOD < 1U
#error "NO_DATA_PERIOD and KA_SEND_PERIOD are whole seconds, 1 or more"
#endif
#if KW_SOCKET_COUNT < 1U || KW_SOCKET_COUNT > 8U
#error "KW_SOCKET_COUNT is 1 to 8, the chip's hardware sockets"
#endif
#if KW_CHUNK_BYTES < 1U || KW_CHUNK_BYTES > 16384U
#error "KW_CHUNK_BYTES is 1 to 16384, the chip's buffer memory"
#endif
#if KW_SWEEP_MS < 1U || KW_RESET_LOW_MS < 2U || KW_RESET_READY_MS < 1U || KW_RETRY_MS < KW_RESET_LOW_MS
#error "a time of the chip's bring-up or of the sweep is too short"
#endif

#endif
