// @ts-check
/**
 * Runs LLVM for all test processes of a run: to load the compiler takes seconds of processor time, so it is loaded once.
 * Equal requests get the first one's result, and equal bitcode the same object. `test/setup/compiler.ts` starts it with
 * the path of its Unix socket, and the flags of V8 that the product compiles with.
 *
 * A connection carries one request and one reply, as `v8.serialize` writes them; each side ends its half after it.
 */
import { createHash } from 'node:crypto';
import { createServer } from 'node:net';
import { deserialize, serialize, setFlagsFromString } from 'node:v8';
import { Exit, runLLVM } from '@yowasp/clang';

/** @typedef {import('../../generator/cli/simulate/clang/messages.ts').ToolRequest} ToolRequest @typedef {import('../../generator/cli/simulate/clang/messages.ts').ToolReply} ToolReply @typedef {import('../../simulator/engine/host/toolchain.ts').LlvmFiles} LlvmFiles */

/** @type {(request: ToolRequest) => Promise<ToolReply>} */
async function runTool({ parameters, files }) {
  /** @type {Uint8Array[]} */
  const out = [];
  /** @type {Uint8Array[]} */
  const err = [];
  /** @type {(list: Uint8Array[]) => (bytes: Uint8Array | null) => void} */
  const into = (list) => (bytes) => {
    if (bytes !== null) list.push(Uint8Array.from(bytes));
  };
  try {
    const options = { stdout: into(out), stderr: into(err), fetchProgress: () => {} };
    const made = await runLLVM([...parameters], files, options);
    return { kind: 'done', out, err, files: made ?? {} };
  } catch (error) {
    if (error instanceof Exit) return { kind: 'exit', out, err, exitCode: error.code };
    const { name, message } = error instanceof Error ? error : new Error(`${error}`);
    return { kind: 'error', out, err, name, message };
  }
}

/** Objects by the hash of all that they are made of. @type {Map<string, Uint8Array>} */
const objects = new Map();

/**
 * Makes objects of bitcode, each once: firmwares differ in macros that most of their files do not use, so that the
 * bitcode of these files is the same. @type {(request: ToolRequest) => Promise<ToolReply>}
 */
async function runBackend({ parameters, files }) {
  const sources = parameters.filter((name) => name.endsWith('.bc') && name !== HOOKS);
  const common = parameters.filter((name) => !sources.includes(name));
  /** @type {(source: string) => string} */
  const keyOf = (source) => hashOf(serialize([common, source, entry(files, source), entry(files, HOOKS)]));
  const missing = sources.filter((source) => !objects.has(keyOf(source)));
  /** @type {ToolReply} */
  const made = missing.length === 0 ? NOTHING : await runTool({ parameters: [...common, ...missing], files });
  if (made.kind !== 'done') return made;
  const all = sources.map((source) => {
    const name = source.replace(/\.bc$/, '.o');
    const object = objects.get(keyOf(source)) ?? /** @type {Uint8Array} */ (entry(made.files, name));
    objects.set(keyOf(source), object);
    return [name, object];
  });
  return { ...made, files: Object.fromEntries(all) };
}

/** Of the instrumentation, in every object. */
const HOOKS = 'keepwire-host/host_hooks.bc';
/** @type {ToolReply} */
const NOTHING = { kind: 'done', out: [], err: [], files: {} };

/** @type {(tree: LlvmFiles, path: string) => LlvmFiles | string | Uint8Array | undefined} */
function entry(tree, path) {
  const [folder = '', ...rest] = path.split('/');
  const found = tree[folder];
  return rest.length === 0 ? found : entry(/** @type {LlvmFiles} */ (found ?? {}), rest.join('/'));
}

/** @type {(content: Buffer) => string} */
const hashOf = (content) => createHash('sha256').update(content).digest('hex');

/** Replies by the hash of their requests. @type {Map<string, Promise<Buffer>>} */
const replies = new Map();
/** Settles when the tools asked for so far have run. @type {Promise<unknown>} */
let last = Promise.resolve();

/** @type {(request: ToolRequest) => Promise<ToolReply>} */
const run = (request) => (request.parameters.includes('-emit-obj') ? runBackend(request) : runTool(request));

/** @type {(request: Buffer) => Promise<Buffer>} */
function answer(request) {
  const key = hashOf(request);
  const known = replies.get(key);
  if (known !== undefined) return known;
  const reply = last.then(async () => serialize(await run(deserialize(request))));
  last = reply;
  replies.set(key, reply);
  return reply;
}

const server = createServer({ allowHalfOpen: true }, (connection) => {
  /** @type {Buffer[]} */
  const chunks = [];
  connection.on('data', (chunk) => chunks.push(chunk));
  connection.on('error', () => connection.destroy());
  connection.on('end', async () => connection.end(await answer(Buffer.concat(chunks))));
});
const [, , path, ...flags] = process.argv;
for (const flag of flags) setFlagsFromString(flag);
server.listen(path, () => process.send?.('ready'));
process.on('disconnect', () => process.exit());
