import type { Plan } from '../../../contract/plan.ts';
import { type FirmwareOf, sourcePair } from '../../firmware/part.ts';

export const clientFirmware: FirmwareOf = (plan) => {
  if (plan.clients === null) return [];
  return [
    {
      sources: sourcePair('loop', 'kw_client', 'loop', 'when clients connect again, and from which local port'),
      hooks: { init: ['kw_client_init();'], begin: ['kw_client_connected(sn);'] },
      traits: ['connects'],
      view: clientView(plan),
    },
  ];
};

function clientView({ sockets, clients }: Plan) {
  const rotates = sockets.some(({ client }) => client !== null && client.localPort === null);
  const servers = sockets.some(({ client }) => client === null);
  return {
    servers,
    rotates,
    exceptServers: servers ? ': of a server at once, of a client' : '',
    startText: servers ? 'Lets an open socket listen or connect' : 'Lets an open socket connect',
    localPort: rotates ? 'choose_port(sn)' : 'clients[sn].local_port',
    firstPort: clients?.firstPort ?? 0,
    portCount: clients?.portCount ?? 0,
    clientSeed: clients?.seed ?? 0,
    clientRows: sockets.map(({ client, port }) => {
      if (client === null) return `{ .local_port = ${port}U }, /* a server */`;
      const { serverIp, serverPort, localPort, firstMs, maxMs, factor256, jitter256 } = client;
      const server = [...serverIp, serverPort >> 8, serverPort & 0xff].map((byte) => `${byte}U`).join(', ');
      return `{ {${server}}, ${localPort ?? 0}U, ${firstMs}U, ${maxMs}U, ${factor256}U, ${jitter256}U },`;
    }),
  };
}
