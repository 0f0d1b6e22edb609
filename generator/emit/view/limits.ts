import type { Plan } from '../../../contract/plan.ts';
import type { SocketLimits } from '../../../contract/promises.ts';
import type { ConfigMacro } from '../../firmware/part.ts';

/** How long each state of a socket may last: one number for all sockets, or a table where they differ. */
export function limitsView({ limits, sockets }: Plan) {
  const all = sockets.map((socket) => socket.limits);
  const isUniform = new Set(all.map((it) => JSON.stringify(it))).size === 1;
  return {
    closeMs: limits.closeMs,
    stateMs: limits.stateMs,
    noEffectMs: limits.noEffectMs,
    limitMacros: isUniform ? all.slice(0, 1).map(macroOf) : [],
    limitRows: isUniform ? [] : all.map((it) => `{${it.halfClosedMs}U, ${it.sendMs === null}},`),
    progressLimit: isUniform ? 'KW_PROGRESS_MS' : 'limits[sn].progress_ms',
    isIdle: isUniform ? uniformIdle(all[0]) : `(${ESTABLISHED} && (!c->blocked || limits[sn].endless))`,
  };
}

const ESTABLISHED = 'sr == KW_SR_ESTABLISHED';

/** The condition in which a connection may last for ever. */
function uniformIdle(limits: SocketLimits | undefined): string {
  return limits?.sendMs == null ? ESTABLISHED : `(${ESTABLISHED} && !c->blocked)`;
}

function macroOf({ sendMs, halfClosedMs }: SocketLimits): ConfigMacro {
  const when = sendMs === null ? "after the peer's FIN" : "while sent data waits for it or after the peer's FIN";
  return {
    macro: 'KW_PROGRESS_MS',
    value: halfClosedMs,
    comment: `Time limit in milliseconds for an acknowledgement, ${when}.`,
  };
}
