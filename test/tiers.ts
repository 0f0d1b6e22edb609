/** Which tests run when; see CONTRIBUTING.md. What neither list names is in the tier `full`. */

/** No compiler, no process, no socket: between two edits. */
export const QUICK = [
  'test/*.test.ts',
  'test/{campaign,chip,chips,cubemx,document,hardware,host,input,mcu,net,plan,protocols,solve,structure,values}/**/*.test.ts',
  // What compiles nothing in folders that mostly do.
  'test/api/library.test.ts',
  'test/scripts/{behaviour,misra,mutations}.test.ts',
  'test/cli/{ask,json-lines,plan-text,watch}.test.ts',
  'test/emit/{template,write}.test.ts',
  'test/files/*.test.ts',
  'test/engine/{embedded,stack,symbols,watchdog}.test.ts',
  'test/engine/arm/spi-elsewhere.test.ts',
  'test/explain/!(document).test.ts',
  'test/firmware/{defaults,golden,numbers}.test.ts',
  'test/live/{keys,lines,pacer,routes}.test.ts',
  'test/peer/{connections,conversation,expect-within,node-clock,outage-progress,traffic,trial,usage}.test.ts',
  'test/methods/!(dummy).test.ts',
  'test/report/text.test.ts',
  'test/scenario/{addresses,foreign-firmware,fuzz,lost-frames,parse,recorder,scheduler,schema,verdict*}.test.ts',
  'test/toolchain/parsers.test.ts',
  'test/traffic/{dialogue,pattern,spec}.test.ts',
  'test/websocket/spec.test.ts',
];

/** In the tier `full` too, in processes of their own: they put functions of theirs in place of Node's. */
export const ALONE = ['test/emit/write-{killed,together}.test.ts'];

/** Every point of what the other tiers take a share of; hours. */
export const SWEEPS = ['test/sweeps/**/*.test.ts'];
