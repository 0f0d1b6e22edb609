import { expect, test } from 'vitest';
import { firmwareFrames } from '../../simulator/engine/host/stack.ts';

const cases: readonly (readonly [name: string, stack: readonly string[], want: readonly string[]])[] = [
  [
    'V8',
    [
      'Error: x',
      '    at HostCpu.wait (/somewhere/cpu.ts:1:2)',
      '    at out.wasm.kw_host_wait (wasm://wasm/out.wasm-4555e7b2:wasm-function[3]:0x100)',
      '    at out.wasm.kw_port_wait (wasm://wasm/out.wasm-4555e7b2:wasm-function[8]:0x143)',
      '    at out.wasm.__original_main (wasm://wasm/out.wasm-4555e7b2:wasm-function[14]:0x225)',
      '    at out.wasm.main (wasm://wasm/out.wasm-4555e7b2:wasm-function[15]:0x231)',
      '    at runOnce (/somewhere/run.ts:3:4)',
    ],
    ['kw_port_wait', 'main'],
  ],
  [
    'a handler between two parts of the program',
    [
      '    at out.wasm.__sanitizer_cov_trace_pc (wasm://wasm/a:wasm-function[1]:0x1)',
      '    at out.wasm.TIM2_IRQHandler (wasm://wasm/a:wasm-function[2]:0x2)',
      '    at takeInterrupt (/somewhere/cpu.ts:1:2)',
      '    at out.wasm.serve (wasm://wasm/a:wasm-function[3]:0x3)',
      '    at out.wasm.__wrap_kw_app_ended (wasm://wasm/a:wasm-function[4]:0x4)',
    ],
    ['TIM2_IRQHandler', 'serve', 'kw_app_ended'],
  ],
  ['mapped by a test runner', ['    at kw_port_wait (wasm://wasm/out.wasm-4555e7b2:1:262)'], ['kw_port_wait']],
  [
    'SpiderMonkey',
    ['kw_port_wait@file:///x.html line 2 > WebAssembly.Module:wasm-function[8]:0x143'],
    ['kw_port_wait'],
  ],
  ['nothing of ours', ['Error: x', '    at run (/somewhere/run.ts:3:4)'], []],
];
test.each(cases)('%s', (_name, stack, want) => {
  expect(firmwareFrames(stack.join('\n'))).toEqual(want);
});

test('no stack at all', () => {
  expect(firmwareFrames(undefined)).toEqual([]);
});
