/*
 * w5500-minimal: one non-blocking state machine for all sockets, which are TCP servers.
 */
#include "socket_loop.h"

#include "keepalive.h"
#include "kw_config.h"
#include "port.h"
#include "w5500.h"

typedef struct {
    uint16_t rx_rd;      /* Sn_RX_RD and Sn_TX_WR, the host's own pointers; the chip sets them when it connects */
    uint16_t tx_wr;
    uint16_t waiting;    /* received bytes that the application may take now */
    uint16_t room;       /* TX_FSR as last read; only what is sent from here makes it less */
    bool connected;
    bool sending;        /* a SEND is under way: no other SEND and no probe until SENDOK */
    bool receiving;      /* there may be received data in the chip */
    kw_end_reason_t reason;
} socket_t;

typedef enum {
    CHIP_RESET,    /* RSTn is low */
    CHIP_STARTING, /* RSTn is high, the chip not ready yet */
    CHIP_READY
} chip_state_t;

static uint16_t const ports[KW_SOCKET_COUNT] = { 5000U };

static socket_t sockets[KW_SOCKET_COUNT];
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
    kw_keepalive_stop(sn);
    if (sockets[sn].connected) {
        sockets[sn] = (socket_t){0};
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
 * Goes by the state and not by CON, which comes once. What is read wrong here spoils the whole connection, and
 * SYNRECV is one bit from ESTABLISHED: all is read twice, and unless it agrees the next sweep tries again.
 */
static void begin_connection(uint32_t sn, uint8_t sr)
{
    uint16_t const rx_rd = kw_chip_read16(sn, KW_SN_RX_RD);
    uint16_t const tx_wr = kw_chip_read16(sn, KW_SN_TX_WR);

    if (kw_chip_state(sn) != sr || kw_chip_read16(sn, KW_SN_RX_RD) != rx_rd
        || kw_chip_read16(sn, KW_SN_TX_WR) != tx_wr) {
        return;
    }
    sockets[sn] = (socket_t){
        .rx_rd = rx_rd,
        .tx_wr = tx_wr,
        .connected = true,
        .reason = KW_END_RESET, /* unless a time-out or a FIN is seen */
    };
    kw_app_connected(sn);
}

/*
 * SENDOK may come for a part of the data; the rest is in the chip and needs another SEND only. That is read twice: a
 * SEND with nothing to send may never be answered by SENDOK, and nothing would be sent or probed any more.
 */
static void finish_send(uint32_t sn)
{
    socket_t *const s = &sockets[sn];

    s->sending = kw_chip_read16(sn, KW_SN_TX_RD) != s->tx_wr && kw_chip_read16(sn, KW_SN_TX_RD) != s->tx_wr;
    if (s->sending) {
        kw_chip_command(sn, KW_CR_SEND);
    }
}

static void handle_events(uint32_t sn, uint8_t ir)
{
    if ((ir & KW_IR_RECV) != 0U) {
        sockets[sn].receiving = true;
        kw_keepalive_stop(sn); /* a sign of life: counting begins anew, a pending probe is dropped */
        kw_keepalive_count(sn);
    }
    if ((ir & KW_IR_SENDOK) != 0U) {
        finish_send(sn);
    }
}

/* Offers received data to the application. True when it took some. */
static bool deliver(uint32_t sn)
{
    socket_t *const s = &sockets[sn];
    uint16_t const waiting = kw_chip_read_size(sn, KW_SN_RX_RSR);

    s->waiting = waiting;
    if (waiting > 0U) {
        kw_app_received(sn, waiting);
    }
    s->receiving = s->waiting > 0U;
    return s->waiting != waiting;
}

static bool serve_established(uint32_t sn)
{
    bool const taken = sockets[sn].receiving && deliver(sn);

    if (kw_keepalive_due(sn) && !sockets[sn].sending) {
        kw_keepalive_probed(sn);
        kw_chip_command(sn, KW_CR_SEND_KEEP);
    }
    return taken;
}

/* The peer has closed its half: what it sent before is still delivered, then the other half is closed too. */
static bool serve_close_wait(uint32_t sn)
{
    socket_t *const s = &sockets[sn];
    bool const taken = deliver(sn);

    s->reason = KW_END_PEER_CLOSED;
    kw_keepalive_stop(sn);
    if (!taken) {
        s->receiving = false;
        s->room = 0U;
        s->sending = true; /* the FIN: nothing may be sent behind it */
        kw_chip_command(sn, KW_CR_DISCON);
    }
    return taken;
}

static void serve_closed(uint32_t sn)
{
    kw_chip_open(sn, ports[sn]);
    if (!kw_chip_failed()) { /* otherwise it was no closed socket; kw_loop_poll tells the fault */
        end_connection(sn, sockets[sn].reason);
    }
}

/* Does what the socket's state asks for. True when there may be more to do at once. */
static bool serve(uint32_t sn)
{
    socket_t *const s = &sockets[sn];
    uint8_t sr;
    uint8_t const ir = kw_chip_read_events(sn, &sr);

    if (sr == KW_SR_CLOSED && (ir & KW_IR_TIMEOUT) != 0U && s->reason == KW_END_RESET) {
        s->reason = s->sending ? KW_END_SEND_TIMEOUT : KW_END_PROBE_TIMEOUT;
    }
    if (sr == KW_SR_CLOSED) {
        kw_chip_clear_events(sn, ir);
        serve_closed(sn);
        sr = kw_chip_state(sn);
    } else if (!s->connected && (sr == KW_SR_ESTABLISHED || sr == KW_SR_CLOSE_WAIT)) {
        begin_connection(sn, sr);
    }
    if (!s->connected) {
        if (sr == KW_SR_INIT && kw_chip_state(sn) == KW_SR_INIT) { /* one bit from ESTABLISHED */
            kw_chip_command(sn, KW_CR_LISTEN);
        }
        return false; /* events are kept for the connection that they belong to */
    }
    kw_chip_clear_events(sn, ir & (uint8_t)~KW_IR_TIMEOUT); /* that one is for when the socket is closed */
    handle_events(sn, ir);
    if (s->sending) {
        return false;
    }
    if (sr == KW_SR_ESTABLISHED) {
        return serve_established(sn) && s->receiving;
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

/* The sockets to look at: those with an event, and one after the other whatever INTn says (RST raises no event). */
static uint32_t due_sockets(void)
{
    uint32_t due = kw_port_interrupt() ? kw_chip_pending() : 0U;

    for (uint32_t turns = KW_SOCKET_COUNT; turns > 0U && (uint32_t)(kw_now_ms() - since_ms) >= KW_SWEEP_MS; turns--) {
        since_ms += KW_SWEEP_MS; /* not from now on: after a long poll more than one socket's turn has come */
        due |= 1UL << sweep_socket;
        sweep_socket = (sweep_socket + 1U) % KW_SOCKET_COUNT;
    }
    return due;
}

void kw_loop_init(void)
{
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
        socket_t const *const s = &sockets[sn];
        bool const ready = !s->sending && (s->receiving || kw_keepalive_due(sn));
        if (ready || ((due >> sn) & 1U) != 0U) {
            again = serve(sn) || again;
        }
    }
    if (kw_chip_failed()) {
        fault(KW_FAULT_CHIP_SILENT);
    }
    return again;
}

static bool is_usable(uint32_t socket)
{
    return socket < KW_SOCKET_COUNT && chip_state == CHIP_READY && sockets[socket].connected;
}

uint16_t kw_socket_room(uint32_t socket)
{
    if (!is_usable(socket)) {
        return 0U;
    }
    socket_t *const s = &sockets[socket];
    if (s->room == 0U && !s->sending) {
        s->room = kw_chip_read_size(socket, KW_SN_TX_FSR);
    }
    return s->room;
}

uint16_t kw_socket_send(uint32_t socket, uint8_t const *data, uint16_t length)
{
    uint16_t const room = kw_socket_room(socket);
    uint16_t const taken = length < room ? length : room;

    if (taken > 0U) {
        socket_t *const s = &sockets[socket];
        kw_chip_send(socket, s->tx_wr, data, taken);
        s->tx_wr = (uint16_t)(s->tx_wr + taken);
        s->room = 0U;
        s->sending = true;
        kw_keepalive_count(socket); /* what is sent starts the counting but never restarts it */
    }
    return taken;
}

uint16_t kw_socket_receive(uint32_t socket, uint8_t *data, uint16_t length)
{
    if (!is_usable(socket)) {
        return 0U;
    }
    socket_t *const s = &sockets[socket];
    uint16_t const taken = length < s->waiting ? length : s->waiting;
    if (taken == 0U) {
        return 0U;
    }
    kw_chip_receive(socket, s->rx_rd, data, taken);
    if (kw_chip_failed()) {
        return 0U; /* these bytes may never have come from the chip */
    }
    s->rx_rd = (uint16_t)(s->rx_rd + taken);
    s->waiting = (uint16_t)(s->waiting - taken);
    return taken;
}
