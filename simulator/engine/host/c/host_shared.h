/* What firmware and simulator tell each other without a call; words in an order that the simulator knows. */
#ifndef KW_HOST_SHARED_H
#define KW_HOST_SHARED_H

#include <stdint.h>

extern struct kw_host_shared {
    int32_t budget;    /* basic blocks that may still run before the simulator wants control */
    uint32_t stored;   /* 1 + offset of a register whose store the simulator has not carried over yet; 0: none */
    uint32_t handling; /* not 0 in the interrupt handler, where a store can wait until the next call */
    uint32_t kept;     /* offset of the register that always reads right as long as no store waits: the timer's SR */
    uint32_t asserted; /* not 0 while INTn is low */
    uint32_t granted;  /* ticks that may pass in kw_port_wait without the simulator */
    uint32_t dozed;    /* ticks that have passed so and that the simulator does not know of */
    int32_t refill;    /* budget after such a tick */
    uint32_t blocks;   /* executed before the last of them */
} kw_host_shared;

#endif
