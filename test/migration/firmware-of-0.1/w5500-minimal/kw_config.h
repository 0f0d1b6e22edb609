/*
 * w5500-minimal: the numbers of this firmware.
 *
 * Written by keepwire. Change the specification and generate again; edits made here are refused by the next run.
 */
#ifndef KW_CONFIG_H
#define KW_CONFIG_H

/* Seconds without received data before the wait for a probe begins, and from probe to probe. */
#define NO_DATA_PERIOD 10U
#define KA_SEND_PERIOD 5U

/* Hardware sockets in use, numbered from 0. */
#define KW_SOCKET_COUNT 1U

/* One socket's Sn_IR and Sn_SR are read each this many milliseconds, whatever INTn says. */
#define KW_SWEEP_MS 8U

/* What the application moves for one socket in one poll, at most: this bounds the time of a poll. */
#define KW_CHUNK_BYTES 1460U

/* Milliseconds that RSTn is low, until the chip may be spoken to, and from a fault to the next attempt. */
#define KW_RESET_LOW_MS 2U
#define KW_RESET_READY_MS 50U
#define KW_RETRY_MS 1000U

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
