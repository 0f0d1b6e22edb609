/* What firmware and simulator tell each other without a call; words in an order that the simulator knows. */
#ifndef KW_HOST_SHARED_H
#define KW_HOST_SHARED_H

#include <stdint.h>

extern struct kw_host_shared {
    int32_t budget;    /* basic blocks that may still run before the simulator wants control */
    uint32_t stored;   /* 1 + offset of a register whose store the simulator has not carried over yet; 0: none */
    uint32_t handling; /* not 0 in the interrupt handler, where a store can wait until the next call */
    uint32_t kept;     /* offset of the register that always reads right as long as no store waits */
} kw_host_shared;

#endif
