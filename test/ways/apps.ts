/** Applications for the firmware under test: an echo that does more on certain bytes. */

/**
 * An echo. `statements` run between receiving and sending: they see `socket`, and `length` bytes in `buffer`; after a
 * `return` nothing is sent.
 */
export function echoWith(statements: string, includes: readonly string[] = []): string {
  return `#include <stdint.h>

${['kw_config.h', 'kw_loop.h', ...includes].map((name) => `#include "${name}"\n`).join('')}
static uint8_t buffer[KW_CHUNK_BYTES];

void kw_app_connected(uint32_t socket) { (void)socket; }
void kw_app_ended(uint32_t socket, kw_end_reason_t reason) { (void)socket; (void)reason; }
void kw_app_fault(kw_fault_t fault) { (void)fault; }

void kw_app_received(uint32_t socket, uint16_t waiting)
{
    uint16_t length = kw_socket_room(socket);

    (void)waiting;
    length = kw_socket_receive(socket, buffer, length < sizeof buffer ? length : (uint16_t)sizeof buffer);
${statements}
    (void)kw_socket_send(socket, buffer, length);
}
`;
}

/** For firmware with `goodbye`: `s` alone stops its connection, `a` alone stops all of them. */
export const STOPS_ON_LETTERS = `    if (length == 1U && buffer[0] == 's') {
        kw_socket_stop(socket);
        return;
    }
    if (length == 1U && buffer[0] == 'a') {
        kw_loop_stop();
        return;
    }`;

export const STOPPABLE = echoWith(STOPS_ON_LETTERS);

const FAULT_HOOK = 'void kw_app_fault(kw_fault_t fault) { (void)fault; }\n';

/**
 * An application that calls kw_app_fault itself, to tell the test something: the linker shows calls from another file only,
 * so that the hook has one of its own.
 */
export function tellingByFault(app: string): Readonly<Record<string, string>> {
  return { 'app.c': app.replace(FAULT_HOOK, ''), 'faults.c': `#include "kw_loop.h"\n${FAULT_HOOK}` };
}
