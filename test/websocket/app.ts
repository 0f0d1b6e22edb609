/** The echo of a WebSocket's `app.c`, changed. */
import { render } from '../../generator/emit/render.ts';
import { built, planOfText } from '../whole/firmware.ts';
import { SPEC } from './rig.ts';

/** With statements before it looks at a message, and with other files instead of generated ones. */
export function withApp(
  statements: string,
  spec: Readonly<Record<string, unknown>> = SPEC,
  files: Readonly<Record<string, string>> = {},
) {
  const echo = render(planOfText(JSON.stringify(spec))).find(({ path }) => path === 'app.c')?.text ?? '';
  const text = echo.replace(
    '    uint16_t const room = kw_ws_room(sn);\n',
    `    ${statements}\n    uint16_t const room = kw_ws_room(sn);\n`,
  );
  if (text === echo) throw new Error('app.c is not changed');
  return built(spec, { 'app.c': text, ...files });
}
