/*
 * client: one non-blocking state machine for all sockets, which are TCP clients.
 */
#include "socket_loop.h"

#include "client.h"
#include "keepalive.h"
#include "kw_config.h"
#include "messages.h"
#include "port.h"
#include "w5200.h"
#include "watch.h"

typedef struct {
    uint16_t rx_rd;      /* Sn_RX_RD and Sn_TX_WR, the host's own pointers; the chip sets them when it connects */
    uint16_t tx_wr;
    uint16_t waiting;    /* received bytes that the application may take now */
    uint16_t room;       /* TX_FSR as last read; only what is sent from here makes it less */
    bool connected;
    bool sending;        /* a SEND is under way: no other SEND and no probe until SENDOK */
    bool receiving;      /* there may be received data in the chip */
    bool closing;        /* over for the application; the chip waits for the peer's FIN */
    bool stopping;       /* to be ended, once goodbye is said */
    bool said;           /* it is */
    uint32_t closing_ms; /* when that began */
    kw_stream_t stream;
    kw_end_reason_t reason;
} socket_t;

typedef enum {
    CHIP_RESET,    /* RSTn is low */
    CHIP_STARTING, /* RSTn is high, the chip not ready yet */
    CHIP_READY
} chip_state_t;

static socket_t sockets[KW_SOCKET_COUNT];
static bool stopped; /* nothing listens or connects any more */
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

/*
 * Ends a connection from this side. The application knows at once; the chip has KW_CLOSE_MS since `begun_ms` for both
 * FINs. Behind data that is not acknowledged a FIN would wait as long as the data: then there is none.
 */
static void hang_up(uint32_t sn, kw_end_reason_t reason, uint32_t begun_ms)
{
    kw_chip_command(sn, sockets[sn].sending ? KW_CR_CLOSE : KW_CR_DISCON);
    end_connection(sn, reason);
    sockets[sn].closing = true;
    sockets[sn].closing_ms = begun_ms;
}

/* Ends a connection without a FIN, which could not arrive. */
static void cut_off(uint32_t sn, kw_end_reason_t reason)
{
    kw_chip_command(sn, KW_CR_CLOSE);
    end_connection(sn, reason);
}

/* The reset ends all connections; RSTn stays low until the next attempt. */
static void fault(kw_fault_t what)
{
    enter(CHIP_RESET, KW_RETRY_MS);
    for (uint32_t sn = 0U; sn < KW_SOCKET_COUNT; sn++) {
        end_connection(sn, KW_END_CHIP_FAULT);
        sockets[sn].closing = false;
    }
    kw_app_fault(what);
}

/* Whole or not at all: half a message is none. */
static bool say(uint32_t sn, kw_message_t message)
{
    return kw_socket_room(sn) >= message.length && kw_socket_send(sn, message.bytes, message.length) > 0U;
}

/* Says what is due, unless something else is under way: then later. */
static void speak(uint32_t sn)
{
    kw_message_t const message = kw_watch_message(sn);

    if (message.length > 0U && !sockets[sn].sending && say(sn, message)) {
        kw_watch_sent(sn);
    }
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
    kw_client_connected(sn);
    kw_watch_begin(sn);
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
        kw_watch_heard(sn);
    }
    if ((ir & KW_IR_SENDOK) != 0U) {
        finish_send(sn);
    }
}

/* Offers the last words of a peer that has said goodbye; nothing can be sent to it any more. */
static void hear_out(uint32_t sn)
{
    socket_t *const s = &sockets[sn];
    bool const sending = s->sending;

    if (s->waiting > 0U) {
        s->room = 0U;
        s->sending = true;
        kw_app_received(sn, s->waiting);
        s->sending = sending;
    }
}

/* Acts on a message of the peer's. */
static void heed(uint32_t sn, kw_found_t found)
{
    if (found == KW_FOUND_GOODBYE) {
        hear_out(sn);
        hang_up(sn, KW_END_GOODBYE, kw_now_ms());
    }
}

/*
 * Looks for messages in what was received, a bounded number in one poll, and takes them out of the stream. `last`: the
 * peer sends no more. Afterwards s->waiting tells what the application may have. What may be the beginning of a message
 * is kept from it, but not for ever.
 */
static void look_through(uint32_t sn, bool last)
{
    socket_t *const s = &sockets[sn];
    uint16_t size = kw_chip_read_size(sn, KW_SN_RX_RSR);
    bool const kept_long = s->stream.held && (uint32_t)(kw_now_ms() - s->stream.held_ms) >= KW_HOLD_MS;

    s->stream.looked = 0U;
    for (uint32_t turns = KW_MESSAGES_PER_POLL; turns > 0U && s->connected; turns--) {
        kw_found_t const found = kw_messages_find(sn, &s->stream, &s->waiting, s->rx_rd, size, last || kept_long);
        bool const taken = s->stream.taken > 0U && s->stream.taken <= size && s->waiting == 0U;
        if (kw_chip_failed() || (found == KW_FOUND_NOTHING && !taken)) {
            break;
        }
        if (taken) {
            s->rx_rd = (uint16_t)(s->rx_rd + s->stream.taken);
            size = (uint16_t)(size - s->stream.taken);
            s->stream.taken = 0U;
            s->stream.more = size > 0U;
            kw_chip_skip(sn, s->rx_rd);
        }
        heed(sn, found);
    }
    uint16_t const tail = (uint16_t)(s->rx_rd + s->waiting);
    if (!s->stream.held || s->stream.held_at != tail) {
        s->stream.held_at = tail;
        s->stream.held_ms = kw_now_ms();
    }
}

/* Offers received data to the application. True when it took some. */
static bool deliver(uint32_t sn, bool last)
{
    socket_t *const s = &sockets[sn];

    look_through(sn, last);
    if (!s->connected) {
        return false; /* it has said goodbye */
    }
    uint16_t const waiting = s->waiting;
    if (waiting > 0U) {
        kw_app_received(sn, waiting);
    }
    s->receiving = s->waiting > 0U || s->stream.taken > 0U || s->stream.more || s->stream.held;
    return s->waiting != waiting;
}

static bool serve_established(uint32_t sn)
{
    bool const taken = sockets[sn].receiving && deliver(sn, false);

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
    bool const taken = deliver(sn, true);

    if (!s->connected) {
        return false;
    }
    s->reason = KW_END_PEER_CLOSED;
    kw_keepalive_stop(sn);
    if (!taken && !s->stream.more) {
        s->receiving = false;
        s->room = 0U;
        s->sending = true; /* the FIN: nothing may be sent behind it */
        kw_chip_command(sn, KW_CR_DISCON);
    }
    return taken;
}

static void serve_closed(uint32_t sn)
{
    if (!kw_chip_is_set_up()) {
        kw_chip_fail(); /* it was no closed socket; kw_loop_poll tells the fault */
        return;
    }
    end_connection(sn, sockets[sn].reason);
    sockets[sn].closing = false;
    if (stopped) {
        return;
    }
    if (kw_client_due(sn)) {
        kw_chip_open(sn, kw_client_port(sn));
    }
}

/* What an open socket is for. */
static void begin(uint32_t sn)
{
    if (kw_client_asks(sn)) {
        kw_chip_connect(sn, kw_client_server(sn));
    }
}

/* Goodbye, as long as the peer takes it in time, and then the end. */
static void stop(uint32_t sn)
{
    socket_t *const s = &sockets[sn];
    bool const late = (uint32_t)(kw_now_ms() - s->closing_ms) >= KW_CLOSE_MS;

    if (s->reason == KW_END_PEER_CLOSED) { /* its FIN is answered with ours, as always, but not for ever */
        if (late) {
            cut_off(sn, KW_END_PEER_CLOSED);
        }
        return;
    }
    kw_message_t const goodbye = kw_watch_goodbye(sn);

    if (!s->said && !s->sending && (goodbye.length == 0U || say(sn, goodbye))) {
        s->said = true;
    }
    if ((s->said && !s->sending) || late) {
        hang_up(sn, KW_END_LOCAL_STOP, s->closing_ms);
    }
}

/* What is due by the clock on a connection. */
static void attend(uint32_t sn)
{
    socket_t *const s = &sockets[sn];
    kw_end_reason_t reason;

    if (s->stopping) {
        stop(sn);
        return;
    }
    if (sockets[sn].reason == KW_END_PEER_CLOSED) {
        return;
    }
    if (kw_watch_expired(sn, &reason)) {
        hang_up(sn, reason, kw_now_ms());
        return;
    }
    speak(sn);
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
    } else if (s->closing) {
        kw_chip_clear_events(sn, ir);
        if ((uint32_t)(kw_now_ms() - s->closing_ms) >= KW_CLOSE_MS) {
            kw_chip_command(sn, KW_CR_CLOSE);
        }
        return false;
    } else if (!s->connected && (sr == KW_SR_ESTABLISHED || sr == KW_SR_CLOSE_WAIT)) {
        begin_connection(sn, sr);
    }
    if (!s->connected) {
        if (sr == KW_SR_INIT && kw_chip_state(sn) == KW_SR_INIT) { /* one bit from ESTABLISHED */
            begin(sn);
        }
        return false; /* events are kept for the connection that they belong to */
    }
    kw_chip_clear_events(sn, ir & (uint8_t)~KW_IR_TIMEOUT); /* that one is for when the socket is closed */
    handle_events(sn, ir);
    attend(sn); /* before the application: it may go on sending for ever */
    if (!s->connected) {
        return false;
    }
    if (s->sending) {
        look_through(sn, false); /* the application gets nothing while it cannot send, but messages count */
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
    kw_client_init();
    stopped = false;
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
        if (s->connected) {
            attend(sn);
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

void kw_socket_stop(uint32_t socket)
{
    if (is_usable(socket) && !sockets[socket].stopping) {
        sockets[socket].stopping = true;
        sockets[socket].closing_ms = kw_now_ms();
    }
}

void kw_loop_stop(void)
{
    stopped = true;
    for (uint32_t sn = 0U; sn < KW_SOCKET_COUNT; sn++) {
        if (sockets[sn].connected) {
            kw_socket_stop(sn);
        } else if (chip_state == CHIP_READY && !sockets[sn].closing) {
            kw_chip_command(sn, KW_CR_CLOSE); /* it listens or connects */
        }
    }
}

bool kw_loop_stopped(void)
{
    for (uint32_t sn = 0U; sn < KW_SOCKET_COUNT; sn++) {
        if (sockets[sn].connected || sockets[sn].closing) {
            return false;
        }
    }
    return stopped;
}
