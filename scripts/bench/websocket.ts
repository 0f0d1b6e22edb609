/** What a WebSocket server costs on top of a TCP server with the same job: it sends back what it gets. */
import { render } from '../../generator/emit/render.ts';
import { flashOf, ramOf, type SourceFile } from './build.ts';
import { planFor } from './firmware.ts';
import { type BenchRow, bytesRow } from './row.ts';

const SOCKETS = 4;

/** At most 64 bytes at a time, so that both applications are alike. */
const TCP_APP = `#include "kw_loop.h"
void kw_app_connected(uint32_t sn) { (void)sn; }
void kw_app_ended(uint32_t sn, kw_end_reason_t reason) { (void)sn; (void)reason; }
void kw_app_fault(kw_fault_t fault) { (void)fault; }
void kw_app_received(uint32_t sn, uint16_t waiting)
{
    uint8_t data[64];
    (void)waiting;
    (void)kw_socket_send(sn, data, kw_socket_receive(sn, data, sizeof data));
}
`;

const WEBSOCKET_APP = `#include "kw_loop.h"
#include "kw_websocket.h"
void kw_app_connected(uint32_t sn) { (void)sn; }
void kw_app_ended(uint32_t sn, kw_end_reason_t reason) { (void)sn; (void)reason; }
void kw_app_fault(kw_fault_t fault) { (void)fault; }
void kw_app_received(uint32_t sn, uint16_t waiting) { (void)sn; (void)waiting; }
void kw_app_ws_opened(uint32_t sn, int32_t subprotocol) { (void)sn; (void)subprotocol; }
void kw_app_ws_message(uint32_t sn, kw_ws_kind_t kind, bool first, bool last, uint16_t waiting)
{
    uint8_t data[64];
    (void)kind; (void)first; (void)last; (void)waiting;
    (void)kw_ws_send_binary(sn, data, kw_ws_receive(sn, data, sizeof data));
}
`;

/** Bytes that the layer adds; RAM of one socket. */
export function websocketLayer(): { readonly flash: number; readonly ramOfSocket: number } {
  const plain = planFor({ sockets: [{ port: 80, count: SOCKETS }] });
  const speaking = planFor({ sockets: [{ port: 80, count: SOCKETS, protocol: 'websocket' }] });
  const before = withApp(render(plain), TCP_APP);
  const after = withApp(render(speaking), WEBSOCKET_APP);
  return {
    flash: flashOf(speaking, after, true) - flashOf(plain, before, true),
    ramOfSocket: (ramOf(speaking, after) - ramOf(plain, before)) / SOCKETS,
  };
}

function withApp(files: readonly SourceFile[], text: string): readonly SourceFile[] {
  return files.map((file) => (file.path === 'app.c' ? { path: 'app.c', text } : file));
}

export function websocketSizes(): BenchRow[] {
  const { flash, ramOfSocket } = websocketLayer();
  return [
    bytesRow('flash of a WebSocket server on top of a TCP server', flash, { atMost: 4096 }),
    bytesRow('RAM of a WebSocket on top of a TCP socket', ramOfSocket, { atMost: 48 }),
  ];
}
