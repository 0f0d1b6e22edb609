/** The scenarios that come with keepwire, complete with defaults. */

import allSlotsDead from './builtin/all-slots-dead.json' with { type: 'json' };
import cableCut from './builtin/cable-cut.json' with { type: 'json' };
import chipAbsentAtStart from './builtin/chip-absent-at-start.json' with { type: 'json' };
import chipReset from './builtin/chip-reset.json' with { type: 'json' };
import cutWhileSending from './builtin/cut-while-sending.json' with { type: 'json' };
import echo from './builtin/echo.json' with { type: 'json' };
import finAtOnce from './builtin/fin-at-once.json' with { type: 'json' };
import idle from './builtin/idle.json' with { type: 'json' };
import lossyLink from './builtin/lossy-link.json' with { type: 'json' };
import natForgets from './builtin/nat-forgets.json' with { type: 'json' };
import natKeptOpen from './builtin/nat-kept-open.json' with { type: 'json' };
import noisySpi from './builtin/noisy-spi.json' with { type: 'json' };
import oneWayCut from './builtin/one-way-cut.json' with { type: 'json' };
import orderlyClose from './builtin/orderly-close.json' with { type: 'json' };
import peerHung from './builtin/peer-hung.json' with { type: 'json' };
import peerKeepalive from './builtin/peer-keepalive.json' with { type: 'json' };
import peerReboot from './builtin/peer-reboot.json' with { type: 'json' };
import powerCut from './builtin/power-cut.json' with { type: 'json' };
import samePort from './builtin/same-port.json' with { type: 'json' };
import silentClient from './builtin/silent-client.json' with { type: 'json' };
import wsCloseBoth from './builtin/ws-close-both.json' with { type: 'json' };
import wsDiesMidMessage from './builtin/ws-dies-mid-message.json' with { type: 'json' };
import wsHandshakeDrip from './builtin/ws-handshake-drip.json' with { type: 'json' };
import wsTabHangs from './builtin/ws-tab-hangs.json' with { type: 'json' };
import zeroWindow from './builtin/zero-window.json' with { type: 'json' };
import { checkScenario } from './format/parse.ts';
import type { Scenario } from './format/scenario.generated.ts';

const FILES: readonly unknown[] = [
  ...[echo, idle, cableCut, powerCut, peerReboot, orderlyClose, silentClient, allSlotsDead, cutWhileSending],
  ...[lossyLink, oneWayCut, natForgets, natKeptOpen, chipReset, chipAbsentAtStart, noisySpi],
  ...[peerKeepalive, finAtOnce, samePort, peerHung, zeroWindow],
  ...[wsHandshakeDrip, wsTabHangs, wsCloseBoth, wsDiesMidMessage],
];

/** In the order in which `keepwire scenarios` lists them. */
export const BUILT_IN: readonly Scenario[] = FILES.map((file) => {
  const checked = checkScenario(file);
  if (!checked.ok) throw new Error(`a built-in scenario is wrong: ${JSON.stringify(checked.problems)}`);
  return checked.value;
});
