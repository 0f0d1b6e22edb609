/*
 * watchful-server: checks at intervals that the chip still has its settings.
 */
#ifndef KW_HEALTH_H
#define KW_HEALTH_H

#include <stdbool.h>

#ifdef __cplusplus
extern "C" {
#endif

/* True when it is time to check, and the chip does not have the settings that kw_chip_start wrote. */
bool kw_health_failed(void);

#ifdef __cplusplus
}
#endif

#endif
