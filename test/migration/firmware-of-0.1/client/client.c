/*
 * client: when clients connect again, and from which local port.
 */
#include "client.h"

#include "keepalive.h"
#include "kw_config.h"

/* Dynamic ports (RFC 6335 section 6): from 49152 on, 16384 in all, a power of two. */
#define FIRST_PORT 49152U
#define PORT_COUNT 16384U

/*
 * Ports, and what is drawn, are that far from those of the start before: about the number of ports divided by the
 * golden ratio, so that the ports of any number of starts lie as far from each other as they can.
 */
#define STEPS_PER_START 10125U

typedef struct {
    uint8_t server[6];   /* address and port as in Sn_DIPR and Sn_DPORT; port 0: this socket is no client */
    uint16_t local_port; /* a server's, or a client's that is fixed; 0: another one for each attempt */
    uint32_t first_ms;   /* wait before the first new attempt, */
    uint32_t max_ms;     /* the longest one, */
    uint32_t factor;     /* growth from one to the next, in 256ths, */
    uint32_t jitter;     /* and the largest share that is taken off at random, in 256ths */
} client_t;

static client_t const clients[KW_SOCKET_COUNT] = {
    { {192U, 168U, 1U, 10U, 27U, 88U}, 0U, 1000U, 30000U, 512U, 64U },
};

typedef struct {
    bool under_way;    /* from kw_client_port on, until the attempt or the connection has ended */
    bool asked;        /* CONNECT has been given */
    bool connected;    /* it has led to a connection */
    uint16_t port;     /* its local port */
    uint32_t delay_ms; /* the last wait before jitter; 0: none yet */
    uint32_t wait_ms;  /* the wait that runs now */
    uint32_t since_ms; /* when the wait, or the connection, began */
} attempt_t;

static attempt_t attempts[KW_SOCKET_COUNT];

/* Survives a reset: start-up code leaves it alone. What it holds after power-on does not matter. */
static uint32_t starts __attribute__((section(".noinit")));

static uint32_t stirred;
static uint32_t chance;
static uint32_t next_port;

void kw_client_stir(uint32_t number)
{
    stirred = number;
}

void kw_client_init(void)
{
    starts = starts + 1U;
    chance = 560856597U + stirred + starts * STEPS_PER_START; /* the first number is the MAC address, hashed */
    next_port = chance;
    for (uint32_t sn = 0U; sn < KW_SOCKET_COUNT; sn++) {
        attempts[sn] = (attempt_t){0};
    }
}

/* `value` * `share` / 256, for a share of up to ten: the products stay in 32 bits. */
static uint32_t part_of(uint32_t value, uint32_t share)
{
    return (value >> 8) * share + (((value & 0xFFU) * share) >> 8);
}

/* A linear congruential generator, of which the upper bits are the good ones (Knuth, TAOCP volume 2, 3.3.4). */
static uint32_t draw(uint32_t limit)
{
    chance = chance * 1664525U + 1013904223U;
    return ((chance >> 16) * (limit + 1U)) >> 16;
}

/* What stood longer than the wait before it starts the waits anew. */
static void begin_wait(client_t const *c, attempt_t *a)
{
    uint32_t const now = kw_now_ms();
    uint32_t const stood_ms = now - a->since_ms;
    bool const anew = a->delay_ms == 0U || (a->connected && stood_ms > a->delay_ms);
    uint32_t const delay_ms = anew ? c->first_ms : part_of(a->delay_ms, c->factor);

    a->delay_ms = delay_ms < c->max_ms ? delay_ms : c->max_ms;
    a->wait_ms = a->delay_ms - part_of(a->delay_ms, draw(c->jitter));
    a->since_ms = now;
}

bool kw_client_due(uint32_t sn)
{
    attempt_t *const a = &attempts[sn];

    if (a->under_way) {
        a->under_way = false;
        begin_wait(&clients[sn], a);
    }
    return (uint32_t)(kw_now_ms() - a->since_ms) >= a->wait_ms;
}

static bool is_taken(uint32_t port)
{
    for (uint32_t sn = 0U; sn < KW_SOCKET_COUNT; sn++) {
        if (attempts[sn].port == port || clients[sn].local_port == port) {
            return true;
        }
    }
    return false;
}

uint16_t kw_client_port(uint32_t sn)
{
    attempt_t *const a = &attempts[sn];
    uint32_t port = clients[sn].local_port;

    a->under_way = true;
    a->asked = false;
    a->connected = false;
    if (port == 0U) {
        a->port = 0U;
        do { /* at most once for each socket: as many ports can be taken */
            port = FIRST_PORT + next_port % PORT_COUNT;
            next_port++;
        } while (is_taken(port));
    }
    a->port = (uint16_t)port;
    return a->port;
}

bool kw_client_asks(uint32_t sn)
{
    bool const asks = !attempts[sn].asked;

    attempts[sn].asked = true;
    return asks;
}

void kw_client_connected(uint32_t sn)
{
    attempts[sn].connected = true;
    attempts[sn].since_ms = kw_now_ms();
}

uint8_t const *kw_client_server(uint32_t sn)
{
    return clients[sn].server;
}
