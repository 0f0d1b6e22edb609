/*
 * traced: marks on USART1 (PA9, 115200 baud, 8N1), a line for each connection, probe and end.
 */
#ifndef KW_TRACE_H
#define KW_TRACE_H

#include <stdint.h>

#include "kw_end.h"

#ifdef __cplusplus
extern "C" {
#endif

/*
 * Notes a line: the socket's number and what happened to it. Never waits: a line for which there is no room is
 * dropped and counted, and the next one that fits says how many are missing. Not from an interrupt.
 */
void kw_trace(uint32_t sn, char const *what);

/* Notes the end of a connection. */
void kw_trace_ended(uint32_t sn, kw_end_reason_t reason);

/* Moves what USART1 takes at once; kw_loop_poll calls it. */
void kw_trace_poll(void);

#ifdef __cplusplus
}
#endif

#endif
