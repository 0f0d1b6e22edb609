/*
 * watchful-server: looks at the chip at intervals. For the main loop, once in each poll while the chip is up.
 */
#ifndef KW_UPKEEP_H
#define KW_UPKEEP_H

#include <stdbool.h>

/* True when it is time to look, and the PHY has been without a link for KW_LINK_HOLD_MS or longer. */
bool kw_upkeep_link_lost(void);

/* True when it is time to look, and the chip is not what kw_chip_start made of it. */
bool kw_upkeep_chip_lost(void);

#endif
