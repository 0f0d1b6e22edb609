/*
 * watchful-server: asks a silent peer a question, and ends connections on which it is not answered.
 */
#include "kw_ask.h"

#include "kw_config.h"
#include "kw_connection.h"
#include "kw_texts.h"
#include "kw_time.h"

/* Spans in milliseconds. */
typedef struct {
    uint32_t after_idle; /* from the last answer to the first question */
    uint32_t within;     /* from each question to the next, or to the end */
    uint32_t tries;      /* questions before the end; 0: none is asked */
    kw_text_t question;
} rule_t;

static rule_t const rules[KW_SOCKET_COUNT] = {
    {
        .after_idle = 30000U,
        .within = 5000U,
        .tries = 3U,
        .question = {kw_text_question, sizeof kw_text_question - 1U},
    },
    {
        .after_idle = 30000U,
        .within = 5000U,
        .tries = 3U,
        .question = {kw_text_question, sizeof kw_text_question - 1U},
    },
    {
        .after_idle = 0U,
        .within = 0U,
        .tries = 0U,
        .question = {0},
    },
};

typedef struct {
    uint32_t since_ms; /* last answer, or when the last question fell due */
    uint32_t asked;    /* questions since the last answer */
    bool due;          /* the last of them has not been sent yet */
} state_t;

static state_t states[KW_SOCKET_COUNT];

void kw_ask_begin(uint32_t sn)
{
    states[sn] = (state_t){.since_ms = kw_now_ms()};
}

void kw_ask_answered(uint32_t sn)
{
    kw_ask_begin(sn);
}

/* A question falls due whether it can be sent or not: a peer that takes no data has not answered either. */
bool kw_ask_expired(uint32_t sn)
{
    rule_t const *const r = &rules[sn];
    state_t *const s = &states[sn];
    uint32_t const now = kw_now_ms();
    uint32_t const span = s->asked == 0U ? r->after_idle : r->within;

    if (r->tries == 0U || (uint32_t)(now - s->since_ms) < span) {
        return false;
    }
    if (s->asked == r->tries) {
        return true;
    }
    s->since_ms += span;
    if ((uint32_t)(now - s->since_ms) >= r->within) {
        s->since_ms = now; /* the loop stood still for more than one span: no two questions fall due at once */
    }
    s->asked++;
    s->due = true;
    return false;
}

void kw_ask_send(uint32_t sn)
{
    if (states[sn].due && kw_connection_send(sn, rules[sn].question)) {
        states[sn].due = false;
    }
}
