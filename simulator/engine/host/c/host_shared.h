/* Words that firmware and simulator share, so that they need no calls. The simulator knows their order. */
#ifndef KW_HOST_SHARED_H
#define KW_HOST_SHARED_H

#include <stdint.h>

extern struct kw_host_shared {
    int32_t budget;              /* basic blocks that may still run before the simulator wants control */
    uint32_t stored;             /* 1 + offset of a register whose store the simulator has not seen yet; 0: none */
    uint32_t handling;           /* not 0 in the interrupt handler, where a store can wait until the next call */
    uint32_t status_offset;      /* of the timer's SR, which memory holds correctly as long as no store waits; UINT32_MAX: none */
    uint32_t asserted;           /* not 0 while INTn is low */
    uint32_t idle_ticks_allowed; /* ticks that may pass in kw_port_wait without the simulator */
    uint32_t idle_ticks;         /* ticks that have passed so and that the simulator has not counted yet */
    int32_t blocks_per_tick;     /* budget after such a tick */
    uint32_t idle_blocks;        /* basic blocks executed before the last of them */
} kw_host_shared;

#endif
