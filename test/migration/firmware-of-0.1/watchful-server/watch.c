/*
 * watchful-server: what the clock asks of each connection, beside probes: primer, idle limit, question, goodbye.
 *
 * Only received data is a sign of life. Milliseconds wrap after 49.7 days: spans are compared, never moments, and
 * every span that runs is looked at in each poll.
 */
#include "watch.h"

#include "keepalive.h"
#include "kw_config.h"

static uint8_t const said_0[] = { /* "there\x3F\x0A" */
    0x74U, 0x68U, 0x65U, 0x72U, 0x65U, 0x3FU, 0x0AU,
};

static uint8_t const said_1[] = { /* "welcome\x0A" */
    0x77U, 0x65U, 0x6CU, 0x63U, 0x6FU, 0x6DU, 0x65U, 0x0AU,
};

static uint8_t const said_2[] = { /* "bye\x0A" */
    0x62U, 0x79U, 0x65U, 0x0AU,
};

/* Milliseconds; 0 and a length of 0 switch off. */
typedef struct {
    uint32_t idle_close;
    uint32_t idle_check;
    uint32_t ask_after;
    uint32_t ask_within;
    uint32_t ask_tries;
    bool ask_exact; /* only the answer itself will do */
    kw_message_t question;
    kw_message_t primer;
    kw_message_t goodbye;
} rules_t;

static rules_t const rules[KW_SOCKET_COUNT] = {
    {
        .idle_close = 0U,
        .idle_check = 0U,
        .ask_after = 30000U,
        .ask_within = 5000U,
        .ask_tries = 3U,
        .ask_exact = true,
        .question = {said_0, sizeof said_0},
        .primer = {said_1, sizeof said_1},
        .goodbye = {said_2, sizeof said_2},
    },
    {
        .idle_close = 0U,
        .idle_check = 0U,
        .ask_after = 30000U,
        .ask_within = 5000U,
        .ask_tries = 3U,
        .ask_exact = true,
        .question = {said_0, sizeof said_0},
        .primer = {said_1, sizeof said_1},
        .goodbye = {said_2, sizeof said_2},
    },
    {
        .idle_close = 20000U,
        .idle_check = 5000U,
        .ask_after = 0U,
        .ask_within = 0U,
        .ask_tries = 0U,
        .ask_exact = false,
        .question = {0},
        .primer = {said_1, sizeof said_1},
        .goodbye = {0},
    },
};

typedef struct {
    uint32_t heard_ms;     /* last received data, or the connection's begin */
    uint32_t check_ms;     /* last look at the silence */
    uint32_t ask_ms;       /* last answer, or when the last question fell due */
    uint32_t asked;        /* questions since the last answer */
    uint32_t owed;         /* messages to be sent, a bit each */
} watch_t;

/* Bits of `owed`; the lowest goes first. */
#define PRIMER 0x1U
#define QUESTION 0x2U

static watch_t watches[KW_SOCKET_COUNT];

/* What falls due each `span` runs on from `due_ms`, unless the loop stood still so long that the next is due too. */
static uint32_t catch_up(uint32_t due_ms, uint32_t span, uint32_t now)
{
    return (uint32_t)(now - due_ms) < span ? due_ms : now;
}

static void answered(watch_t *w)
{
    w->ask_ms = kw_now_ms();
    w->asked = 0U;
    w->owed &= ~QUESTION;
}

void kw_watch_begin(uint32_t sn)
{
    uint32_t const now = kw_now_ms();

    watches[sn] = (watch_t){
        .heard_ms = now,
        .check_ms = now,
        .ask_ms = now,
        .owed = rules[sn].primer.length > 0U ? PRIMER : 0U,
    };
}

void kw_watch_heard(uint32_t sn)
{
    watches[sn].heard_ms = kw_now_ms();
    if (!rules[sn].ask_exact) {
        answered(&watches[sn]);
    }
}

uint32_t kw_watch_heard_ms(uint32_t sn)
{
    return watches[sn].heard_ms;
}

void kw_watch_answered(uint32_t sn)
{
    answered(&watches[sn]);
}

/* Swoole's rule: the silence is looked at now and then, so a connection may stand that much longer. */
static bool is_idle(rules_t const *r, watch_t *w, uint32_t now)
{
    if (r->idle_close == 0U || (uint32_t)(now - w->check_ms) < r->idle_check) {
        return false;
    }
    w->check_ms = now;
    return (uint32_t)(now - w->heard_ms) >= r->idle_close;
}

/* A question falls due whether it can be sent or not: a peer that takes no data has not answered either. */
static bool is_unanswered(rules_t const *r, watch_t *w, uint32_t now)
{
    uint32_t const span = w->asked == 0U ? r->ask_after : r->ask_within;

    if (r->ask_tries == 0U || (uint32_t)(now - w->ask_ms) < span) {
        return false;
    }
    if (w->asked == r->ask_tries) {
        return true;
    }
    w->ask_ms = catch_up(w->ask_ms + span, r->ask_within, now);
    w->asked++;
    w->owed |= QUESTION;
    return false;
}

bool kw_watch_expired(uint32_t sn, kw_end_reason_t *reason)
{
    rules_t const *const r = &rules[sn];
    watch_t *const w = &watches[sn];
    uint32_t const now = kw_now_ms();

    if (is_idle(r, w, now)) {
        *reason = KW_END_IDLE;
        return true;
    }
    if (is_unanswered(r, w, now)) {
        *reason = KW_END_NO_ANSWER;
        return true;
    }
    return false;
}

kw_message_t kw_watch_message(uint32_t sn)
{
    rules_t const *const r = &rules[sn];
    watch_t *const w = &watches[sn];

    if ((w->owed & PRIMER) != 0U) {
        return r->primer;
    }
    if ((w->owed & QUESTION) != 0U) {
        return r->question;
    }
    return (kw_message_t){0};
}

void kw_watch_sent(uint32_t sn)
{
    watches[sn].owed &= watches[sn].owed - 1U; /* the lowest bit */
}

kw_message_t kw_watch_goodbye(uint32_t sn)
{
    return rules[sn].goodbye;
}
