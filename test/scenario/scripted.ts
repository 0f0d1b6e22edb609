import type { Plan } from '../../contract/plan.ts';
import type { Board, Engine, EngineStats } from '../../simulator/engine/engine.ts';
import type { Report } from '../../simulator/timeline.ts';
import { ChipDriver } from '../chip/driver.ts';

const MS = 1_000_000;
const BYTE_NS = 444;
const ESTABLISHED = 0x17;
const CLOSE_WAIT = 0x1c;
const CLOSED = 0x00;
const NO_STATS = { interrupts: 0, overruns: 0, idleWaits: 0, spiBytes: 0, spiFrames: 0, edges: 0 };

/**
 * A device without firmware: the test drives the chip by the datasheet's registers. Each socket connects to its server
 * from port 4000 on, a new one each time, echoes what it gets, and connects again 100 ms after an end.
 */
export function connectingEngine(plan: Plan): (board: Board) => Engine {
  return drivenEngine(plan, (driver, report) => {
    let localPort = 4000;
    const isUp = new Map<number, boolean>();
    const connect = (n: number): void => {
      const client = plan.sockets[n]?.client;
      if (client == null) throw new Error(`socket ${n} is no client`);
      localPort++;
      driver.setSocket(n, 'MR', 0x21);
      driver.setSocket(n, 'PORT', localPort >> 8, localPort & 0xff);
      driver.command(n, 'OPEN');
      driver.setSocket(n, 'DIPR', ...client.serverIp);
      driver.setSocket(n, 'DPORT', client.serverPort >> 8, client.serverPort & 0xff);
      driver.command(n, 'CONNECT');
    };
    const serve = (n: number): void => {
      const state = driver.socket(n, 'SR');
      if (state === ESTABLISHED) {
        isUp.set(n, true);
        if (driver.socket(n, 'RX_RSR', 2) > 0) driver.send(n, driver.receive(n));
      }
      if (state === CLOSE_WAIT) driver.command(n, 'DISCON');
      if (state !== CLOSED) return;
      if (isUp.get(n)) report({ kind: 'firmware', what: 'ended', socket: n, reason: 'peer-closed' });
      isUp.set(n, false);
      driver.board.waitNs(100 * MS);
      connect(n);
    };
    return () => {
      for (const { number } of plan.sockets) serve(number);
    };
  });
}

/**
 * A device whose program is a function: it gets the chip, started and with its addresses, and returns what is to be done
 * every millisecond.
 */
export function drivenEngine(
  plan: Plan,
  program: (driver: ChipDriver, report: Report) => () => void,
): (board: Board) => Engine {
  return ({ clock, chip, report }) => {
    const board = {
      ...{ select: () => chip.select(), deselect: () => chip.deselect() },
      reset: (level: 0 | 1) => chip.reset(level),
      exchangeByte: (mosi: number) => {
        clock.advanceTo(clock.nowNs + BYTE_NS);
        return chip.exchangeByte(mosi);
      },
      get interrupt() {
        return chip.interrupt;
      },
      waitNs: (ns: number) => clock.advanceTo(clock.nowNs + ns),
    };
    return {
      name: 'host',
      run: ({ untilNs, stopped }) => {
        const driver = new ChipDriver(plan.chip.name, board);
        driver.powerUp();
        driver.setCommon('SUBR', ...plan.network.subnet);
        driver.setCommon('SHAR', ...plan.network.mac);
        driver.setCommon('SIPR', ...plan.network.ip);
        driver.setCommon('GAR', ...plan.network.gateway);
        const serve = program(driver, report);
        while (clock.nowNs < untilNs && !stopped()) {
          serve();
          board.waitNs(MS);
        }
        const stats: EngineStats = { ...NO_STATS, controlPoints: 0, tickNs: null, cpu: null };
        return { end: stopped() ? 'stopped' : 'time', stats };
      },
    };
  };
}
