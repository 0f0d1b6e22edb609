import type { RuleFinding, SpecContext, SpecRule } from '../../../contract/rule.ts';
import { followRule, millisRule, ownersRule } from '../guest/rules.ts';
import { isHandle, isMisspelt, labelOf } from './pins.ts';

const PINS = ['cs', 'reset', 'interrupt'] as const;

export const halRules: readonly SpecRule<SpecContext>[] = [
  millisRule('hal', 'project'),
  ownersRule('hal', "the board is your project's", ['trace']),
  followRule('hal'),
  {
    id: 'hal/cs',
    needs: ['/wiring/cs'],
    check: ({ spec, given }) => {
      if (given('/wiring/cs') || spec.mcu.cubemx !== null) return [];
      const message =
        'The key "cs" is missing (Chip select pin). Needed: the label that the pin has in CubeMX, for example "cs": "W5500_CS", or the pin, for example "cs": "PA4".';
      return [{ pointer: '/wiring/cs', message }];
    },
  },
  {
    id: 'hal/pin',
    needs: ['/wiring'],
    check: ({ spec }) =>
      PINS.flatMap((key): readonly RuleFinding[] => {
        const name = spec.wiring[key];
        if (name === null || !isMisspelt(name)) return [];
        const message = `Found ${name}, which is no pin. Allowed: a pin from PA0 to PK15, or the label of one in CubeMX.`;
        return [{ pointer: `/wiring/${key}`, message }];
      }),
  },
  {
    id: 'hal/label',
    needs: ['/wiring'],
    check: ({ spec }) =>
      PINS.flatMap((key): readonly RuleFinding[] => {
        const name = spec.wiring[key];
        const label = name === null ? null : labelOf(name);
        if (label === null) return [];
        const message = `Found ${name}. CubeMX adds _Pin and _GPIO_Port to a label, and so does kw_port.c. Allowed: the label alone, "${label}".`;
        return [{ pointer: `/wiring/${key}`, message }];
      }),
  },
  {
    id: 'hal/spi',
    needs: ['/wiring/spi'],
    check: ({ spec }) => {
      const { spi } = spec.wiring;
      if (isHandle(spi)) return [];
      const [number = '1'] = /[1-6]$/.exec(spi) ?? [];
      const message = `Found ${spi}, which is neither an SPI nor the name of a handle. Allowed: SPI1 to SPI6, or the variable of its handle, for example "SPI${number}" or "hspi${number}".`;
      return [{ pointer: '/wiring/spi', message }];
    },
  },
  {
    id: 'hal/pin-once',
    needs: ['/wiring'],
    check: ({ spec: { wiring } }) =>
      PINS.flatMap((key, index): readonly RuleFinding[] => {
        const other = PINS.slice(0, index).find((it) => wiring[it] === wiring[key]);
        if (other === undefined || wiring[key] === null) return [];
        const message = `Found ${wiring[key]} for "${key}". This pin is already "${other}". Use another pin.`;
        return [{ pointer: `/wiring/${key}`, message }];
      }),
  },
];
