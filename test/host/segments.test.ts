import { describe, expect, test } from 'vitest';
import { hex } from '../hex.ts';
import { establishedRawSide, rawSide } from './raw.ts';

const S = 1_000_000_000;

describe('SYN-SENT (RFC 9293 section 3.10.7.3)', () => {
  const inSynSent = () => {
    const side = rawSide({ iss: 100 });
    const connection = side.connect();
    side.run(2);
    expect(side.answers()).toEqual(['[SYN] seq=100 len=0 win=8192']);
    return { ...side, connection };
  };

  test.each([
    [
      'an acknowledgement of nothing is answered with RST',
      { seq: 300, ack: 100, flags: ['ack'] },
      ['[RST] seq=100 len=0 win=0'],
      'SYN-SENT',
    ],
    ['so is one of too much', { seq: 300, ack: 102, flags: ['syn', 'ack'] }, ['[RST] seq=102 len=0 win=0'], 'SYN-SENT'],
    ['RST without acknowledgement is ignored', { seq: 0, flags: ['rst'] }, [], 'SYN-SENT'],
    ['RST with a wrong acknowledgement is ignored', { seq: 0, ack: 100, flags: ['rst', 'ack'] }, [], 'SYN-SENT'],
    ['RST that acknowledges the SYN refuses', { seq: 0, ack: 101, flags: ['rst', 'ack'] }, [], 'CLOSED'],
    [
      'SYN,ACK establishes',
      { seq: 300, ack: 101, flags: ['syn', 'ack'] },
      ['[ACK] seq=101 ack=301 len=0 win=8192'],
      'ESTABLISHED',
    ],
    ['a bare acknowledgement of the SYN does nothing', { seq: 300, ack: 101, flags: ['ack'] }, [], 'SYN-SENT'],
    [
      'SYN alone opens from both sides',
      { seq: 300, flags: ['syn'] },
      ['[SYN,ACK] seq=100 ack=301 len=0 win=8192'],
      'SYN-RECEIVED',
    ],
  ] as const)('%s', (_name, segment, want, state) => {
    const { send, connection } = inSynSent();
    expect(send(segment)).toEqual(want);
    expect(connection.state).toBe(state);
  });
});

describe('ESTABLISHED, RCV.NXT 301, SND.NXT 101', () => {
  const ACK = '[ACK] seq=101 ack=301 len=0 win=8192';
  test.each([
    [
      'a keepalive probe of one byte is answered, not delivered',
      { seq: 300, ack: 101, flags: ['ack'], payload: hex('00') },
      [ACK],
      '',
    ],
    ['a keepalive probe of no byte is answered', { seq: 300, ack: 101, flags: ['ack'] }, [ACK], ''],
    ['an acknowledgement at RCV.NXT is not', { seq: 301, ack: 101, flags: ['ack'] }, [], ''],
    [
      'data at RCV.NXT',
      { seq: 301, ack: 101, flags: ['ack'], payload: hex('a1a2') },
      ['[ACK] seq=101 ack=303 len=0 win=8192'],
      'a1a2',
    ],
    [
      'data of which a part is known',
      { seq: 299, ack: 101, flags: ['ack'], payload: hex('0102a1a2') },
      ['[ACK] seq=101 ack=303 len=0 win=8192'],
      'a1a2',
    ],
    ['data known already', { seq: 299, ack: 101, flags: ['ack'], payload: hex('0102') }, [ACK], ''],
    ['data ahead of RCV.NXT is asked for', { seq: 302, ack: 101, flags: ['ack'], payload: hex('a2') }, [ACK], ''],
    [
      'data at the window’s right edge is refused',
      { seq: 301 + 8192, ack: 101, flags: ['ack'], payload: hex('a2') },
      [ACK],
      '',
    ],
    ['data without ACK is dropped', { seq: 301, flags: [], payload: hex('a1') }, [], ''],
    [
      'an acknowledgement of what was never sent',
      { seq: 301, ack: 102, flags: ['ack'], payload: hex('a1') },
      [ACK],
      '',
    ],
    ['SYN in the window is challenged (RFC 5961)', { seq: 301, flags: ['syn'] }, [ACK], ''],
    ['an old SYN as well', { seq: 300, flags: ['syn'] }, [ACK], ''],
    ['RST in the window but not at RCV.NXT is challenged', { seq: 302, flags: ['rst'] }, [ACK], ''],
    ['RST outside the window is dropped', { seq: 300, flags: ['rst'] }, [], ''],
    ['RST beyond the window is dropped', { seq: 301 + 8192, flags: ['rst'] }, [], ''],
  ] as const)('%s', (_name, segment, want, delivered) => {
    const { send, connection } = establishedRawSide();
    expect(send(segment)).toEqual(want);
    expect(connection.received).toEqual(hex(delivered));
    expect(connection.state).toBe('ESTABLISHED');
  });

  test('RST at RCV.NXT resets', () => {
    const { send, connection, noticed } = establishedRawSide();
    expect(send({ seq: 301, flags: ['rst'] })).toEqual([]);
    expect(connection.state).toBe('CLOSED');
    expect(noticed).toEqual(['connected', 'reset']);
  });

  test('data and FIN in one segment', () => {
    const { send, connection, noticed } = establishedRawSide();
    expect(send({ seq: 301, ack: 101, flags: ['ack', 'fin'], payload: hex('a1') })).toEqual([
      '[ACK] seq=101 ack=303 len=0 win=8192',
    ]);
    expect(connection.state).toBe('CLOSE-WAIT');
    expect(noticed).toEqual(['connected', 'received', 'closed']);
  });

  test('probes are answered for as long as they come, whatever the state allows', () => {
    const { send, connection } = establishedRawSide();
    send({ seq: 301, ack: 101, flags: ['ack', 'fin'] });
    expect(connection.state).toBe('CLOSE-WAIT');
    for (let count = 0; count < 3; count++) {
      expect(send({ seq: 301, ack: 101, flags: ['ack'], payload: hex('00') })).toEqual([
        '[ACK] seq=101 ack=302 len=0 win=8192',
      ]);
    }
    expect(connection.received).toEqual(hex(''));
  });

  test('numbers at the wrap are in the window, on both sides of it', () => {
    const side = rawSide({ iss: 0xffff_ffff });
    const connection = side.connect();
    side.run(2);
    side.answers();
    expect(side.send({ seq: 0xffff_fffe, ack: 0, flags: ['syn', 'ack'] })).toEqual([
      '[ACK] seq=0 ack=4294967295 len=0 win=8192',
    ]);
    expect(side.send({ seq: 0xffff_fffe, ack: 0, flags: ['ack'], payload: hex('00') })).toEqual([
      '[ACK] seq=0 ack=4294967295 len=0 win=8192',
    ]);
    expect(side.send({ seq: 0xffff_ffff, ack: 0, flags: ['ack'], payload: hex('a1a2a3') })).toEqual([
      '[ACK] seq=0 ack=2 len=0 win=8192',
    ]);
    expect(connection.received).toEqual(hex('a1a2a3'));
  });
});

describe('a full receive buffer', () => {
  const full = () => {
    const side = establishedRawSide({ tcp: { receiveBufferBytes: 2 } });
    side.connection.autoRead = false;
    expect(side.send({ seq: 301, ack: 101, flags: ['ack'], payload: hex('a1a2') })).toEqual([
      '[ACK] seq=101 ack=303 len=0 win=0',
    ]);
    return side;
  };

  // RFC 9293 section 3.10.7.4, first check: with RCV.WND 0 only SEG.SEQ = RCV.NXT without text is acceptable.
  test.each([
    ['an acknowledgement at RCV.NXT is no reason to answer', { seq: 303, ack: 101, flags: ['ack'] }, 0],
    ['one ahead of it is answered', { seq: 304, ack: 101, flags: ['ack'] }, 1],
    ['a window probe is answered', { seq: 303, ack: 101, flags: ['ack'], payload: hex('a3') }, 1],
    ['a keepalive probe is answered', { seq: 302, ack: 101, flags: ['ack'], payload: hex('00') }, 1],
    ['a RST ahead of RCV.NXT is dropped', { seq: 304, flags: ['rst'] }, 0],
  ] as const)('%s', (_name, segment, count) => {
    const { send, connection } = full();
    expect(send(segment)).toEqual(Array(count).fill('[ACK] seq=101 ack=303 len=0 win=0'));
    expect(connection.state).toBe('ESTABLISHED');
  });

  test('a RST at RCV.NXT still resets', () => {
    const { send, connection } = full();
    send({ seq: 303, flags: ['rst'] });
    expect(connection.state).toBe('CLOSED');
  });

  test('a FIN behind text that did not fit is not taken yet', () => {
    const { send, connection } = establishedRawSide({ tcp: { receiveBufferBytes: 4 } });
    const payload = hex('a1a2a3a4a5a6');
    expect(send({ seq: 301, ack: 101, flags: ['ack', 'fin'], payload })).toEqual(['[ACK] seq=101 ack=305 len=0 win=4']);
    expect(connection.state).toBe('ESTABLISHED');
    expect(send({ seq: 305, ack: 101, flags: ['ack', 'fin'], payload: payload.subarray(4) })).toEqual([
      '[ACK] seq=101 ack=308 len=0 win=4',
    ]);
    expect(connection.state).toBe('CLOSE-WAIT');
    expect(connection.received).toEqual(payload);
  });
});

describe('no connection (RFC 9293 section 3.10.7.1)', () => {
  test.each([
    ['a segment with ACK', { seq: 7, ack: 55, flags: ['ack'], payload: hex('00') }, ['[RST] seq=55 len=0 win=0']],
    ['a SYN', { seq: 7, flags: ['syn'] }, ['[RST,ACK] seq=0 ack=8 len=0 win=0']],
    ['data without ACK', { seq: 7, flags: [], payload: hex('0000') }, ['[RST,ACK] seq=0 ack=9 len=0 win=0']],
    ['a RST', { seq: 7, flags: ['rst'] }, []],
  ] as const)('%s', (_name, segment, want) => {
    expect(rawSide().send(segment)).toEqual(want);
  });
});

describe('SYN-RECEIVED', () => {
  const inSynReceived = () => {
    const side = rawSide({ iss: 100 });
    const accepted: unknown[] = [];
    side.peer.listen(40_000, (connection) => accepted.push(connection));
    expect(side.send({ seq: 300, flags: ['syn'] })).toEqual(['[SYN,ACK] seq=100 ack=301 len=0 win=8192']);
    return { ...side, accepted };
  };

  test('the SYN again gets the answer again', () => {
    const { send, accepted } = inSynReceived();
    expect(send({ seq: 300, flags: ['syn'] })).toEqual(['[SYN,ACK] seq=100 ack=301 len=0 win=8192']);
    expect(accepted).toHaveLength(0);
  });

  test('an acknowledgement that carries data connects first, then delivers', () => {
    const { send, noticed, peer } = inSynReceived();
    expect(send({ seq: 301, ack: 101, flags: ['ack'], payload: hex('a1') })).toEqual([
      '[ACK] seq=101 ack=302 len=0 win=8192',
    ]);
    expect(noticed).toEqual(['connected', 'received']);
    expect(peer.connections[0]?.received).toEqual(hex('a1'));
  });

  test('a wrong acknowledgement gets RST', () => {
    const { send, accepted } = inSynReceived();
    expect(send({ seq: 301, ack: 102, flags: ['ack'] })).toEqual(['[RST] seq=102 len=0 win=0']);
    expect(accepted).toHaveLength(0);
  });

  test('a RST ends it without a word to the application; the port goes on listening', () => {
    const { send, noticed, peer } = inSynReceived();
    send({ seq: 301, flags: ['rst'] });
    expect(peer.connections).toEqual([]);
    expect(noticed).toEqual([]);
    expect(send({ seq: 500, flags: ['syn'] })[0]).toMatch(/^\[SYN,ACK\]/);
  });

  test('the SYN,ACK is repeated and at last given up', () => {
    const { run, answers, peer, times, clock } = inSynReceived();
    const start = clock.nowNs - 1;
    run(1000 * S);
    const offsets = times().map((atNs) => Math.round((atNs - start) / S));
    // RFC 6298: 1 s, doubled each time, at most 60 s.
    expect(offsets).toEqual([1, 3, 7, 15, 31, 63, 123, 183]);
    expect(answers().every((line) => line.startsWith('[SYN,ACK] seq=100'))).toBe(true);
    expect(peer.connections).toEqual([]);
  });
});
