/*
 * w5500-minimal: one non-blocking state machine for all sockets, which are TCP servers.
 */
#include "socket_loop.h"

#include "keepalive.h"
#include "kw_config.h"
#include "port.h"
#include "w5500.h"

typedef struct {
    uint16_t rx_rd;   /* Sn_RX_RD and Sn_TX_WR, the host's own pointers; the chip sets them when it connects */
    uint16_t tx_wr;
    uint16_t waiting; /* received bytes that the application may take now */
    uint16_t room;    /* TX_FSR as last read; only what is sent from here makes it less */
    bool connected;
    bool sending;     /* a SEND is under way: no other SEND and no probe until SENDOK */
    bool receiving;   /* there may be received data in the chip */
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

static void enter(chip_state_t state, uint32_t lasts_ms)
{
    kw_port_reset(state == CHIP_RESET);
    chip_state = state;
    state_ms = lasts_ms;
    since_ms = kw_now_ms();
}

static void end(uint32_t sn, kw_end_reason_t reason)
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
        end(sn, KW_END_CHIP_FAULT);
    }
    kw_app_fault(what);
}

static void bring_up(void)
{
    if ((uint32_t)(kw_now_ms() - since_ms) < state_ms) {
        return;
    }
    if (chip_state == CHIP_RESET) {
        enter(CHIP_STARTING, KW_RESET_READY_MS);
    } else if (kw_chip_start()) {
        chip_state = CHIP_READY;
        for (uint32_t sn = 0U; sn < KW_SOCKET_COUNT; sn++) {
            kw_chip_listen(sn, ports[sn]);
        }
    } else {
        fault(KW_FAULT_CHIP_ABSENT);
    }
}

static void connect(uint32_t sn)
{
    sockets[sn] = (socket_t){
        .rx_rd = kw_chip_read16(sn, KW_SN_RX_RD),
        .tx_wr = kw_chip_read16(sn, KW_SN_TX_WR),
        .connected = true,
        .reason = KW_END_RESET, /* unless a FIN or a time-out is seen first */
    };
    kw_app_connected(sn);
}

static void note_reason(socket_t *s, kw_end_reason_t reason)
{
    if (s->reason == KW_END_RESET) {
        s->reason = reason;
    }
}

/* SENDOK may come for a part of the data; the rest is in the chip and needs another SEND only. */
static void finish_send(uint32_t sn)
{
    socket_t *const s = &sockets[sn];

    s->sending = kw_chip_read16(sn, KW_SN_TX_RD) != s->tx_wr;
    if (s->sending) {
        kw_chip_command(sn, KW_CR_SEND);
    }
}

static void handle_events(uint32_t sn, uint8_t ir)
{
    socket_t *const s = &sockets[sn];

    if ((ir & KW_IR_CON) != 0U) {
        connect(sn);
    }
    if ((ir & KW_IR_RECV) != 0U) {
        s->receiving = true;
        kw_keepalive_stop(sn); /* a sign of life: counting begins anew, a pending probe is dropped */
        kw_keepalive_count(sn);
    }
    if ((ir & KW_IR_SENDOK) != 0U) {
        finish_send(sn);
    }
    if ((ir & KW_IR_DISCON) != 0U) {
        note_reason(s, KW_END_PEER_CLOSED);
    }
    if ((ir & KW_IR_TIMEOUT) != 0U) {
        note_reason(s, KW_END_TIMEOUT);
    }
}

/* Offers received data to the application. False when it took nothing. */
static bool deliver(uint32_t sn)
{
    socket_t *const s = &sockets[sn];
    uint16_t const waiting = kw_chip_read16_stable(sn, KW_SN_RX_RSR);

    s->waiting = waiting;
    if (waiting > 0U) {
        kw_app_received(sn, waiting);
    }
    s->receiving = s->waiting > 0U;
    return s->waiting != waiting;
}

static void serve_established(uint32_t sn)
{
    if (sockets[sn].receiving) {
        (void)deliver(sn);
    }
    if (kw_keepalive_due(sn) && !sockets[sn].sending) {
        kw_keepalive_probed(sn);
        kw_chip_command(sn, KW_CR_SEND_KEEP);
    }
}

/* The peer has closed its half: what it sent before is still delivered, then the other half is closed too. */
static void serve_close_wait(uint32_t sn)
{
    note_reason(&sockets[sn], KW_END_PEER_CLOSED);
    kw_keepalive_stop(sn);
    if (!deliver(sn)) {
        sockets[sn].receiving = false;
        kw_chip_command(sn, KW_CR_DISCON);
    }
}

static void serve(uint32_t sn)
{
    socket_t const *const s = &sockets[sn];
    uint8_t sr;

    handle_events(sn, kw_chip_take_events(sn, &sr));
    if (sr == KW_SR_CLOSED) {
        kw_chip_listen(sn, ports[sn]);
        if (!kw_chip_failed()) { /* otherwise it was no closed socket, and kw_loop_poll tells the fault */
            end(sn, s->reason);
        }
    } else if (s->connected && !s->sending) {
        if (sr == KW_SR_ESTABLISHED) {
            serve_established(sn);
        } else if (sr == KW_SR_CLOSE_WAIT) {
            serve_close_wait(sn);
        }
    }
}

/* The sockets to look at: those with an event, and one after the other whatever INTn says (RST raises no event). */
static uint32_t due_sockets(void)
{
    uint32_t due = kw_port_interrupt() ? kw_chip_pending() : 0U;

    if ((uint32_t)(kw_now_ms() - since_ms) >= KW_SWEEP_MS) {
        since_ms = kw_now_ms();
        due |= 1UL << sweep_socket;
        sweep_socket++;
        if (sweep_socket == KW_SOCKET_COUNT) {
            sweep_socket = 0U;
        }
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
            serve(sn);
            again = again || s->receiving;
        }
    }
    if (kw_chip_failed()) {
        fault(KW_FAULT_CHIP_SILENT);
    }
    return again;
}

uint16_t kw_socket_room(uint32_t socket)
{
    socket_t *const s = &sockets[socket];

    if (s->connected && !s->sending && s->room == 0U) {
        s->room = kw_chip_read16_stable(socket, KW_SN_TX_FSR);
    }
    return s->room;
}

uint16_t kw_socket_send(uint32_t socket, uint8_t const *data, uint16_t length)
{
    socket_t *const s = &sockets[socket];
    uint16_t const room = kw_socket_room(socket);
    uint16_t const taken = length < room ? length : room;

    if (taken > 0U) {
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
    socket_t *const s = &sockets[socket];
    uint16_t const taken = length < s->waiting ? length : s->waiting;

    if (taken > 0U) {
        kw_chip_receive(socket, s->rx_rd, data, taken);
        s->rx_rd = (uint16_t)(s->rx_rd + taken);
        s->waiting = (uint16_t)(s->waiting - taken);
    }
    return taken;
}
