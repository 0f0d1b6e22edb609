/** What is tested of the models that a real board could not be asked, and why. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const UNASKABLE: Readonly<Record<string, string>> = {
  'buffers.test.ts': 'the pointers’ initial values are set by a switch; bytes arrive between two bytes of an SPI frame',
  'commands.test.ts': 'the peer closes between a host’s look and its command; how long Sn_CR holds is not documented',
  'faults.test.ts': 'a chip without power, with a stuck MISO or with wrong bits is not a chip in working order',
  'keepalive.test.ts':
    'switches for what no source settles: precondition, octet, a second SEND_KEEP; probes told as events',
  'foreign-drivers.test.ts': 'it reads the model’s violations',
  'hostile.test.ts': 'switches are of the model, and the chip must not answer for a time',
  'violation-rules.test.ts': 'only the model names rules',
  'keepalive-timer.test.ts': 'switches for how the automatic probe fails; edges of a nanosecond',
  'signal-observer.test.ts': 'signals are observed from inside',
  'network.test.ts': 'frames that a network interface does not send, such as wrong checksums; errata of one revision',
  'pins.test.ts': 'limits of reset timing are kept, not tried out; INTLEVEL to a nanosecond',
  'receiving.test.ts': 'switches for RECV and for bytes left in a closed socket; segments out of order at one instant',
  'registers.test.ts': 'reserved addresses must not be touched; how long MR.RST holds is not documented',
  'retransmission.test.ts': 'edges of a nanosecond; switches for counting and latching; told as events',
  'sending.test.ts': 'switches for partial SEND and initial sequence numbers',
  'spi.test.ts': 'frames that the datasheets forbid',
  'states.test.ts': 'transitions also told as events; RST and SYN in states that last an instant',
  'states-closing.test.ts': 'TIME_WAIT’s length and FIN_WAIT’s end are not documented',
  'switches.test.ts': 'each chip has one behaviour',
  'udp-receiving.test.ts': 'switches for RECV and closed ports; frames that a network interface does not send',
  'udp-sending.test.ts': 'edges of a nanosecond; switches for an empty SEND and for pointers',
  'violations.test.ts': 'what the datasheets forbid has no documented outcome',
};

const here = new URL('.', import.meta.url);
const testsIn = (folder: URL): string[] => readdirSync(folder).filter((file) => file.endsWith('.test.ts'));

test('every other suite of the chips has its reason to need the simulator', () => {
  expect(Object.keys(UNASKABLE).sort()).toEqual(testsIn(new URL('..', here)).sort());
});

test.each(testsIn(here))(
  '%s reaches the chip through the bench alone, and takes no expected value from its model',
  (file) => {
    const text = readFileSync(new URL(file, here), 'utf8');
    const imports = [...text.matchAll(/from '([^']+)'/gu)].map(([, path]) => path);
    expect(imports.filter((path) => path?.includes('simulator') || path?.includes('generator'))).toEqual([]);
    if (file !== 'unaskable.test.ts') expect(text).not.toMatch(/\brig\(|\bswitches\b|\.events\b|\.clock\b/u);
  },
);
