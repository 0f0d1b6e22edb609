/** The DHCP server of a scenario, and a device that gets its address there. */
import { describe, expect, test } from 'vitest';
import type { Plan } from '../../contract/plan.ts';
import { parseSpec } from '../../generator/input/index.ts';
import { planOf } from '../../generator/plan/plan.ts';
import { pcapng } from '../../simulator/report/pcapng.ts';
import { runScenario } from '../../simulator/run-scenario.ts';
import { checkScenario } from '../../simulator/scenario/format/parse.ts';
import type { ChipDriver } from '../chip/driver.ts';
import { tshark } from '../tshark.ts';
import { drivenEngine } from './scripted.ts';

const UDP_SOCKET = 7;
const SERVER_PORT = 67;
const CLIENT_PORT = 68;
const ALL = [255, 255, 255, 255];
const [OFFER, ACK] = [2, 5];

function planFor(more: Readonly<Record<string, unknown>> = {}): Plan {
  const keepalive = { NO_DATA_PERIOD: 3600, KA_SEND_PERIOD: 5 };
  const spec = { chip: 'W5500', keepalive, timer: { prescaler: 71 }, ...more };
  const parsed = parseSpec(JSON.stringify(spec), { defaultName: 'test' });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return planOf(parsed.value);
}

function scenario(change: Readonly<Record<string, unknown>> = {}) {
  const steps = [
    { do: 'connect', peer: 'client' },
    { do: 'send', peer: 'client', text: 'hello' },
    { do: 'expect-echo', peer: 'client' },
  ];
  const expected = { alive: ['client'], listening: false };
  const checked = checkScenario({ name: 'mine', title: 'Mine', dhcp: {}, steps, expect: expected, ...change });
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.value;
}

/** BOOTP's fixed fields (RFC 2131 figure 1), the cookie, and options. */
function message(mac: readonly number[], type: number, options: readonly number[]): number[] {
  const fixed = new Array<number>(236).fill(0);
  fixed.splice(0, 12, 1, 1, 6, 0, 0xca, 0xfe, 0xba, 0xbe, 0, 0, 0x80, 0);
  fixed.splice(28, 6, ...mac);
  return [...fixed, 0x63, 0x82, 0x53, 0x63, 53, 1, type, ...options, 255];
}

/** A device without firmware: DISCOVER and REQUEST on a UDP socket by the chip's registers, then an echo over TCP. */
function client({ network }: Plan, driver: ChipDriver): () => void {
  const say = (type: number, options: readonly number[]): void => {
    driver.setSocket(UDP_SOCKET, 'DIPR', ...ALL);
    driver.setSocket(UDP_SOCKET, 'DPORT', 0, SERVER_PORT);
    driver.send(UDP_SOCKET, message(network.mac, type, options));
  };
  driver.setCommon('SIPR', 0, 0, 0, 0);
  driver.setSocket(UDP_SOCKET, 'MR', 0x02);
  driver.setSocket(UDP_SOCKET, 'PORT', 0, CLIENT_PORT);
  driver.command(UDP_SOCKET, 'OPEN');
  say(1, []);
  const hear = (): void => {
    if (driver.socket(UDP_SOCKET, 'RX_RSR', 2) === 0) return;
    const [a = 0, b = 0, c = 0, d = 0, ...rest] = driver.receive(UDP_SOCKET);
    const heard = rest.slice(4);
    const type = heard[242];
    const yours = heard.slice(16, 20);
    if (type === OFFER) say(3, [50, 4, ...yours, 54, 4, a, b, c, d]);
    if (type !== ACK) return;
    driver.setCommon('SIPR', ...yours);
    driver.setSocket(0, 'MR', 0x21);
    driver.setSocket(0, 'PORT', 5000 >> 8, 5000 & 0xff);
    driver.command(0, 'OPEN');
    driver.command(0, 'LISTEN');
  };
  return () => {
    hear();
    if (driver.socket(0, 'SR') === 0x17 && driver.socket(0, 'RX_RSR', 2) > 0) driver.send(0, driver.receive(0));
  };
}

function run(plan: Plan, change: Readonly<Record<string, unknown>> = {}) {
  const engine = drivenEngine(plan, (driver) => client(plan, driver));
  return runScenario({ plan, engine, scenario: scenario(change), elfFile: 'a.elf' });
}

const framesOf = ({ timeline }: ReturnType<typeof run>): readonly string[] =>
  timeline.flatMap((event) => (event.kind === 'frame' ? [`${event.from}: ${event.summary}`] : []));

describe('a device with a DHCP client', () => {
  test('gets the address of the spec, and its peers find it there', () => {
    const plan = planFor({ network: { ip: '192.168.7.30', subnet: '255.255.255.0', gateway: '192.168.7.1' } });
    const played = run(plan);
    expect(played.verdict, played.reasons.join('\n')).toBe('pass');
    const frames = framesOf(played);
    expect(frames.filter((line) => line.includes('DHCP'))).toEqual([
      'device: DHCP 0.0.0.0:68 > 255.255.255.255:67 DISCOVER',
      'dhcp: DHCP 192.168.7.9:67 > 255.255.255.255:68 OFFER 192.168.7.30',
      'device: DHCP 0.0.0.0:68 > 255.255.255.255:67 REQUEST 192.168.7.30',
      'dhcp: DHCP 192.168.7.9:67 > 255.255.255.255:68 ACK 192.168.7.30',
    ]);
    expect(frames.some((line) => line.startsWith('client: TCP'))).toBe(true);
  });

  test('Wireshark reads the messages, and finds their checksums right', () => {
    const plan = planFor();
    const capture = pcapng(run(plan, { dhcp: { leaseS: 60 } }).timeline);
    const fields = ['dhcp.option.dhcp', 'dhcp.ip.your', 'dhcp.option.ip_address_lease_time', 'dhcp.option.subnet_mask'];
    const checks = ['udp.checksum.status', '_ws.malformed'];
    const read = tshark(capture, [...fields, ...checks]).filter(([type]) => type !== '');
    expect(read).toEqual([
      ['1', '0.0.0.0', '', '', '1', ''],
      ['2', '192.168.1.20', '60', '255.255.255.0', '1', ''],
      ['3', '0.0.0.0', '', '', '1', ''],
      ['5', '192.168.1.20', '60', '255.255.255.0', '1', ''],
    ]);
  });

  test('waits in vain without the key', () => {
    const plan = planFor();
    const { reasons, timeline } = run(plan, { dhcp: undefined });
    expect(reasons[0]).toContain('client');
    expect(timeline.filter((event) => event.kind === 'frame' && event.from === 'dhcp')).toEqual([]);
  });

  test('takes no address from the peers', () => {
    const plan = planFor({ network: { ip: '10.0.0.1', subnet: '255.255.255.248', gateway: '10.0.0.2' } });
    const peers = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `p${index}` }));
    const steps = [{ do: 'wait', for: { s: 1 } }];
    const few = { steps, expect: { listening: false } };
    expect(run(plan, { ...few, peers: peers(3) }).verdict).toBe('pass');
    expect(run(plan, { ...few, peers: peers(4) }).reasons[0]).toBe(
      'The scenario needs 4 host addresses; subnet 255.255.255.248 has room for 3.',
    );
    expect(run(plan, { ...few, peers: peers(4), dhcp: undefined }).verdict).toBe('pass');
  });

  test('a subnet without an address for the server', () => {
    const plan = planFor({ network: { ip: '10.0.0.1', subnet: '255.255.255.252', gateway: '10.0.0.2' } });
    const client = { role: 'client', server: { ip: '10.1.2.3', port: 7000 } };
    const served = planFor({
      network: { ip: '10.0.0.1', subnet: '255.255.255.252', gateway: '10.0.0.2' },
      sockets: [client],
    });
    expect(run(plan).reasons[0]).toContain('room for 0');
    expect(run(served).reasons[0]).toBe('Subnet 255.255.255.252 has no address left for the DHCP server.');
  });
});
