/** Names that changed with version 0.2. Folders that version 0.1 wrote have a manifest without a version. */

export interface RenamedHeader {
  readonly old: string;
  readonly header: string;
  /** Old names of functions that users' files may call. */
  readonly aliases?: readonly string[];
}

/** Headers of the firmware up to version 0.1, and what users' files find there now. */
export const RENAMED_HEADERS: readonly RenamedHeader[] = [
  { old: 'socket_loop.h', header: 'kw_loop.h' },
  { old: 'port.h', header: 'kw_port.h' },
  { old: 'clock.h', header: 'kw_clock.h' },
  { old: 'timer.h', header: 'kw_timer.h' },
  { old: 'stm32f1.h', header: 'kw_stm32f1.h' },
  { old: 'w5200.h', header: 'kw_w5200.h' },
  { old: 'w5500.h', header: 'kw_w5500.h' },
  // What applications used of it is the time.
  { old: 'keepalive.h', header: 'kw_time.h' },
  { old: 'trace.h', header: 'kw_trace.h' },
  { old: 'client.h', header: 'kw_client.h', aliases: ['#define kw_client_stir kw_client_seed'] },
  { old: 'messages.h', header: 'kw_messages.h' },
  { old: 'watch.h', header: 'kw_loop.h' },
  { old: 'upkeep.h', header: 'kw_loop.h' },
];

/** Sources up to version 0.1, and the files that hold their code now where the firmware has it. */
export const RENAMED_SOURCES: readonly (readonly [old: string, sources: readonly string[]])[] = [
  ['socket_loop.c', ['kw_loop.c', 'kw_goodbye.c', 'kw_send_timeout.c', 'kw_auto_keepalive.c', 'kw_counters.c']],
  ['keepalive.c', ['kw_keepalive.c']],
  ['port.c', ['kw_port.c']],
  ['clock.c', ['kw_clock.c']],
  ['timer.c', ['kw_timer.c']],
  ['startup.c', ['kw_startup.c']],
  ['w5200.c', ['kw_w5200.c']],
  ['w5500.c', ['kw_w5500.c']],
  ['trace.c', ['kw_trace.c']],
  ['client.c', ['kw_client.c']],
  ['messages.c', ['kw_messages.c']],
  ['watch.c', ['kw_idle.c', 'kw_heartbeat.c', 'kw_heartbeat_expect.c', 'kw_ask.c', 'kw_primer.c', 'kw_texts.c']],
  ['upkeep.c', ['kw_link.c', 'kw_health.c']],
];
