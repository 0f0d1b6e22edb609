/** Specs for tests of the peer. The least that a user writes has a bound of 18.014 s for a cut cable. */
export const LEAST = {
  chip: 'W5500',
  keepalive: { NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 },
  timer: { prescaler: 71 },
};

/** The device connects to the peer. */
export const CLIENT = { ...LEAST, sockets: [{ role: 'client', server: { ip: '192.168.1.10', port: 6000 } }] };
