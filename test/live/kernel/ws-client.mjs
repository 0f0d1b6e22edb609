/** A client by the npm package `ws`: an echo of each kind, a ping and a close. */
import { strict as assert } from 'node:assert';
import { once } from 'node:events';
import { WebSocket } from 'ws';

const client = new WebSocket(process.argv[2]);
await once(client, 'open');

const echoed = async (data) => {
  client.send(data);
  const [back, isBinary] = await once(client, 'message');
  return isBinary ? back : back.toString();
};
assert.equal(await echoed('Gr\u00fc\u00dfe \u{1f50c}'), 'Gr\u00fc\u00dfe \u{1f50c}');
const bytes = Buffer.from(Array.from({ length: 1024 }, (_, index) => index & 0xff));
assert.deepEqual(await echoed(bytes), bytes);
client.send('frag', { fin: false });
client.send('ments');
assert.equal(`${(await once(client, 'message'))[0]}`, 'fragments');
client.ping('still there?');
assert.equal(`${(await once(client, 'pong'))[0]}`, 'still there?');
client.close(4000, 'done');
const [code] = await once(client, 'close');
assert.equal(code, 4000);
