/*
 * test: ends all connections when the PHY has no link.
 */
#ifndef KW_LINK_H
#define KW_LINK_H

#ifdef __cplusplus
extern "C" {
#endif

/* Reads the link when it is time to. Without a link no peer is there. */
void kw_link_poll(void);

#ifdef __cplusplus
}
#endif

#endif
