/*
 * test: ends all connections when the PHY has no link.
 */
#ifndef KW_LINK_H
#define KW_LINK_H

#ifdef __cplusplus
extern "C" {
#endif

/* Reads the link when it is time to. Once it has been down for KW_LINK_HOLD_MS, no peer is there any more. */
void kw_link_poll(void);

#ifdef __cplusplus
}
#endif

#endif
