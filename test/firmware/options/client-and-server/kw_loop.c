/*
 * test: one non-blocking state machine for all sockets, which are TCP servers and clients.
 */
#include "kw_loop.h"

#include "kw_client.h"
#include "kw_config.h"
#include "kw_connection.h"
#include "kw_keepalive.h"
#include "kw_port.h"
#include "kw_time.h"
#include "kw_w5500.h"

typedef enum {
    CHIP_RESET,    /* RSTn is low */
    CHIP_STARTING, /* RSTn is high, the chip not ready yet */
    CHIP_READY
} chip_state_t;

kw_connection_t kw_connections[KW_SOCKET_COUNT];

static chip_state_t chip_state;
static uint32_t state_ms; /* how long the state of the chip's bring-up lasts */
static uint32_t since_ms; /* when it began; once the chip is ready, when the sweep last moved on */
static uint32_t sweep_socket;

/* Starts a state of the chip's bring-up that lasts more than `lasts_ms`. */
static void enter(chip_state_t state, uint32_t lasts_ms)
{
    kw_port_reset(state == CHIP_RESET);
    chip_state = state;
    state_ms = lasts_ms;
    since_ms = kw_now_ms();
}

static void end_connection(uint32_t sn, kw_end_reason_t reason)
{
    bool const was_up = kw_connection_is_up(sn);

    kw_connections[sn].state = KW_STATE_IDLE;
    kw_connections[sn].receiving = false;
    if (was_up) {
        kw_keepalive_stop(sn);
        kw_app_ended(sn, reason);
    }
}

/* The reset ends all connections; RSTn stays low until the next attempt. */
static void fault(kw_fault_t what)
{
    enter(CHIP_RESET, KW_RETRY_MS);
    for (uint32_t sn = 0U; sn < KW_SOCKET_COUNT; sn++) {
        end_connection(sn, KW_END_CHIP_FAULT);
    }
    kw_app_fault(what);
}

/*
 * Uses Sn_SR, not CON, which is set once only. A wrong value here would spoil the whole connection, and SYNRECV and
 * ESTABLISHED differ by one bit: everything is read twice, and after a mismatch the next sweep tries again.
 */
static void begin_connection(uint32_t sn, uint8_t sr)
{
    uint16_t const rx_rd = kw_chip_read16(sn, KW_SN_RX_RD);
    uint16_t const tx_wr = kw_chip_read16(sn, KW_SN_TX_WR);

    if (kw_chip_state(sn) != sr || kw_chip_read16(sn, KW_SN_RX_RD) != rx_rd
        || kw_chip_read16(sn, KW_SN_TX_WR) != tx_wr) {
        return;
    }
    kw_connection_t *const c = &kw_connections[sn];
    c->state = KW_STATE_OPEN;
    c->rx_rd = rx_rd;
    c->tx_wr = tx_wr;
    c->waiting = 0U;
    c->room = 0U;
    c->sending = false;
    c->receiving = false;
    kw_keepalive_stop(sn);
    kw_client_connected(sn);
    kw_app_connected(sn);
}

/*
 * SENDOK may come for a part of the data; the rest is in the chip and needs another SEND only. TX_RD is read twice: a
 * SEND with nothing to send may never be answered by SENDOK, and nothing would be sent or probed any more.
 */
static void finish_send(uint32_t sn)
{
    kw_connection_t *const c = &kw_connections[sn];

    c->sending = kw_chip_read16(sn, KW_SN_TX_RD) != c->tx_wr && kw_chip_read16(sn, KW_SN_TX_RD) != c->tx_wr;
    if (c->sending) {
        kw_chip_command(sn, KW_CR_SEND);
    }
}

static void handle_events(uint32_t sn, uint8_t ir)
{
    if ((ir & KW_IR_RECV) != 0U) {
        kw_connections[sn].receiving = true;
        kw_keepalive_stop(sn);
        kw_keepalive_count(sn);
    }
    if ((ir & KW_IR_SENDOK) != 0U) {
        finish_send(sn);
    }
}

/* Offers received data to the application. True when it took some. */
static bool deliver(uint32_t sn)
{
    kw_connection_t *const c = &kw_connections[sn];
    uint16_t const waiting = kw_chip_read_size(sn, KW_SN_RX_RSR);

    c->waiting = waiting;
    if (waiting > 0U) {
        kw_app_received(sn, waiting);
    }
    c->receiving = c->waiting > 0U;
    return c->waiting != waiting;
}

static void send_probe(uint32_t sn)
{
    kw_keepalive_probed(sn);
    kw_chip_command(sn, KW_CR_SEND_KEEP);
}

/* True when there may be more to do at once. */
static bool serve_established(uint32_t sn)
{
    kw_connection_t const *const c = &kw_connections[sn];
    bool const again = c->receiving && deliver(sn) && c->receiving;

    if (!c->sending && kw_keepalive_due(sn)) {
        send_probe(sn);
    }
    return again;
}

/* The peer has closed its half: what it sent before is still delivered, then the other half is closed too. */
static bool serve_close_wait(uint32_t sn)
{
    kw_connections[sn].state = KW_STATE_PEER_CLOSED;
    bool const taken = deliver(sn);

    kw_keepalive_stop(sn);
    if (taken) {
        return true;
    }
    kw_connections[sn].state = KW_STATE_SHUT;
    kw_connections[sn].receiving = false;
    kw_chip_command(sn, KW_CR_DISCON);
    return false;
}

static kw_end_reason_t reason_of_close(uint32_t sn, uint8_t ir)
{
    if (kw_connections[sn].state >= KW_STATE_PEER_CLOSED) {
        return KW_END_PEER_CLOSED;
    }
    if ((ir & KW_IR_TIMEOUT) == 0U) {
        return KW_END_RESET;
    }
    return kw_connections[sn].sending ? KW_END_SEND_TIMEOUT : KW_END_PROBE_TIMEOUT;
}

static void serve_closed(uint32_t sn, uint8_t ir)
{
    if (!kw_chip_check()) {
        return; /* it was no closed socket; kw_loop_poll reports the fault */
    }
    end_connection(sn, reason_of_close(sn, ir));
    kw_client_open(sn);
}

/* Does what the socket's state asks for. True when there may be more to do at once. */
static bool serve(uint32_t sn)
{
    uint8_t sr;
    uint8_t const ir = kw_chip_read_events(sn, &sr);

    if (sr == KW_SR_CLOSED) {
        kw_chip_clear_events(sn, ir);
        serve_closed(sn, ir);
        sr = kw_chip_state(sn);
    } else if (!kw_connection_is_up(sn) && (sr == KW_SR_ESTABLISHED || sr == KW_SR_CLOSE_WAIT)) {
        begin_connection(sn, sr);
    }
    if (!kw_connection_is_up(sn)) {
        if (sr == KW_SR_INIT && kw_chip_state(sn) == KW_SR_INIT) { /* one bit from ESTABLISHED */
            kw_client_start(sn);
        }
        return false; /* events are kept for the connection that they belong to */
    }
    kw_chip_clear_events(sn, ir & (uint8_t)~KW_IR_TIMEOUT); /* TIMEOUT is kept until the socket is closed */
    handle_events(sn, ir);
    if (kw_connection_is_blocked(sn)) {
        return false;
    }
    if (sr == KW_SR_ESTABLISHED) {
        return serve_established(sn);
    }
    return sr == KW_SR_CLOSE_WAIT && serve_close_wait(sn);
}

static void bring_up(void)
{
    if ((uint32_t)(kw_now_ms() - since_ms) <= state_ms) {
        return;
    }
    if (chip_state == CHIP_RESET) {
        enter(CHIP_STARTING, KW_RESET_READY_MS);
    } else if (kw_chip_start()) {
        chip_state = CHIP_READY;
        for (uint32_t sn = 0U; sn < KW_SOCKET_COUNT; sn++) {
            (void)serve(sn);
        }
    } else {
        fault(KW_FAULT_CHIP_ABSENT);
    }
}

/* The sockets with an event, and in turn each other one whatever INTn says: RST raises no event. */
static uint32_t due_sockets(void)
{
    uint32_t due = kw_port_interrupt() ? kw_chip_pending() : 0U;

    for (uint32_t turns = KW_SOCKET_COUNT; turns > 0U && (uint32_t)(kw_now_ms() - since_ms) >= KW_SWEEP_MS; turns--) {
        since_ms += KW_SWEEP_MS; /* not kw_now_ms(): after a long poll it is the turn of more than one socket */
        due |= 1UL << sweep_socket;
        sweep_socket = (sweep_socket + 1U) % KW_SOCKET_COUNT;
    }
    return due;
}

/* Whether a socket has something to do without an event. */
static bool is_ready(uint32_t sn)
{
    if (kw_connections[sn].sending) {
        return false;
    }
    if (kw_keepalive_due(sn)) {
        return true;
    }
    return kw_connections[sn].receiving;
}

void kw_loop_init(void)
{
    kw_client_init();
    kw_port_init();
    enter(CHIP_RESET, KW_RESET_LOW_MS);
}

bool kw_loop_poll(void)
{
    if (chip_state != CHIP_READY) {
        bring_up();
        return false;
    }
    uint32_t const due = due_sockets();
    bool again = false;
    for (uint32_t sn = 0U; sn < KW_SOCKET_COUNT; sn++) {
        if (is_ready(sn) || ((due >> sn) & 1U) != 0U) {
            again = serve(sn) || again;
        }
    }
    if (kw_chip_failed()) {
        fault(KW_FAULT_CHIP_SILENT);
    }
    return again;
}

static bool is_usable(uint32_t sn)
{
    return sn < KW_SOCKET_COUNT && chip_state == CHIP_READY && kw_connection_is_up(sn);
}

uint16_t kw_socket_room(uint32_t sn)
{
    if (!is_usable(sn) || kw_connection_is_blocked(sn)) {
        return 0U;
    }
    if (kw_connections[sn].room == 0U) {
        kw_connections[sn].room = kw_chip_read_size(sn, KW_SN_TX_FSR);
    }
    return kw_connections[sn].room;
}

uint16_t kw_socket_send(uint32_t sn, uint8_t const *data, uint16_t length)
{
    uint16_t const room = kw_socket_room(sn);
    uint16_t const taken = length < room ? length : room;

    if (taken > 0U) {
        kw_connection_t *const c = &kw_connections[sn];
        kw_chip_send(sn, c->tx_wr, data, taken);
        c->tx_wr = (uint16_t)(c->tx_wr + taken);
        c->room = 0U;
        c->sending = true;
        kw_keepalive_count(sn);
    }
    return taken;
}

uint16_t kw_socket_receive(uint32_t sn, uint8_t *data, uint16_t length)
{
    if (!is_usable(sn)) {
        return 0U;
    }
    kw_connection_t *const c = &kw_connections[sn];
    uint16_t const taken = length < c->waiting ? length : c->waiting;
    if (taken == 0U) {
        return 0U;
    }
    kw_chip_receive(sn, c->rx_rd, data, taken);
    if (kw_chip_failed()) {
        return 0U; /* these bytes may never have come from the chip */
    }
    c->rx_rd = (uint16_t)(c->rx_rd + taken);
    c->waiting = (uint16_t)(c->waiting - taken);
    return taken;
}
