/*
 * watchful-server: sends a text as soon as a connection begins, so that the chip has sent data and can probe.
 */
#include "kw_primer.h"

#include <stdbool.h>

#include "kw_config.h"
#include "kw_connection.h"
#include "kw_texts.h"

static kw_text_t const primers[KW_SOCKET_COUNT] = {
    {kw_text_primer, sizeof kw_text_primer - 1U},
    {kw_text_primer, sizeof kw_text_primer - 1U},
    {kw_text_primer, sizeof kw_text_primer - 1U},
};

static bool due[KW_SOCKET_COUNT];

void kw_primer_begin(uint32_t sn)
{
    due[sn] = primers[sn].length > 0U;
    kw_primer_send(sn);
}

void kw_primer_send(uint32_t sn)
{
    if (due[sn] && kw_connection_send(sn, primers[sn])) {
        due[sn] = false;
    }
}
