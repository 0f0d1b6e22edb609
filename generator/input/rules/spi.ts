import { oneOf } from '../../../document/words/printed.ts';
import { placeText } from '../../cubemx/fact.ts';
import { rateOfSpec } from '../../cubemx/of-spec.ts';
import { frequency } from '../../firmware/c-text.ts';
import { FAMILIES } from '../../hardware/families.ts';
import { solveSpi, spiInputHz, spiNamed } from '../../hardware/spi.ts';
import { CLOCK_NEEDS, givenWiring, ownsBoard, type Rule } from './rule.ts';

/** The SPI of the board on which the simulator plays a firmware that joins a project. */
const BENCH_SPI = 'SPI1';

/** The largest divider of the STM32's SPI, RM0008 25.5.1 (BR). */
const LARGEST_DIVIDER = 256;

export const spiRules: readonly Rule[] = [
  {
    id: 'spi/exists',
    needs: ['/mcu/part', '/mcu/platform', '/wiring/spi'],
    check: ({ spec, part }) => {
      const { spi } = spec.wiring;
      if (!ownsBoard(spec) || spiNamed(part, spi) !== null) return [];
      const allowed = oneOf(Object.keys(FAMILIES[part.family].spis));
      return [
        { pointer: '/wiring/spi', message: `Found ${spi}. Allowed with platform ${spec.mcu.platform}: ${allowed}.` },
      ];
    },
  },
  {
    id: 'spi/shared',
    needs: ['/mcu/platform', '/wiring/sharedBus'],
    check: ({ spec }) => {
      if (ownsBoard(spec) === false || !spec.wiring.sharedBus) return [];
      const message = `Found true. "sharedBus" works only with platforms hal and custom. With platform ${spec.mcu.platform} no other device may use the SPI of the WIZnet chip. Remove the key.`;
      return [{ pointer: '/wiring/sharedBus', message }];
    },
  },
  {
    id: 'spi/too-fast',
    needs: ['/chip', '/mcu/part', '/wiring/spiMaxHz'],
    check: ({ spec, chip, line, part }) => {
      const { spiMaxHz } = spec.wiring;
      const limitHz = Math.min(chip.spiMaxHz, line.spiMaxHz);
      if (spiMaxHz <= limitHz) return [];
      const whose = `${part.name}: ${line.spiMaxHz}, ${chip.name}: ${chip.spiMaxHz}`;
      const message = `Found ${spiMaxHz} Hz. Allowed: up to ${limitHz} Hz (${whose}).`;
      return [{ pointer: '/wiring/spiMaxHz', message }];
    },
  },
  {
    id: 'spi/too-slow',
    needs: [...CLOCK_NEEDS, '/wiring/spi', '/wiring/spiMaxHz'],
    check: ({ spec, part, clock }) => {
      if (clock === null || !ownsBoard(spec)) return [];
      const { spiMaxHz } = spec.wiring;
      const spi = spiNamed(part, spec.wiring.spi) ?? 'SPI1';
      const inputHz = spiInputHz(part, spi, clock);
      if (solveSpi(inputHz, spiMaxHz) !== null) return [];
      const slowestHz = Math.ceil(inputHz / LARGEST_DIVIDER);
      const message = `Found ${spiMaxHz} Hz. Allowed: at least ${slowestHz} Hz, ${spi}'s clock of ${inputHz} Hz divided by ${LARGEST_DIVIDER}.`;
      return [{ pointer: '/wiring/spiMaxHz', message }];
    },
  },
  {
    id: 'spi/too-slow-to-count',
    needs: [...CLOCK_NEEDS, '/mcu/platform', '/mcu/cubemx', '/wiring'],
    check: (context) => {
      const { spec, part, clock } = context;
      if (clock === null || ownsBoard(spec)) return [];
      const { spiMaxHz } = spec.wiring;
      const inputHz = spiInputHz(part, BENCH_SPI, clock);
      if (solveSpi(inputHz, spiMaxHz) !== null) return [];
      const slowestHz = Math.ceil(inputHz / LARGEST_DIVIDER);
      const why = `times are counted with the simulated ${part.name} at ${frequency(clock.sysclkHz)}, whose SPI is no slower`;
      const rate = rateOfSpec(spec, givenWiring(context));
      if (rate === null) {
        const message = `Found ${spiMaxHz} Hz. Allowed with platform ${spec.mcu.platform}: at least ${slowestHz} Hz; ${why}.`;
        return [{ pointer: '/wiring/spiMaxHz', message }];
      }
      const found = `${placeText(rate.at)}: ${rate.spi.instance} runs at ${frequency(Math.floor(rate.rateHz))}`;
      return [{ pointer: '/mcu/cubemx', message: `${found}. Allowed: at least ${slowestHz} Hz; ${why}.` }];
    },
  },
  {
    id: 'spi/project-rate',
    needs: ['/mcu/platform', '/mcu/cubemx', '/wiring'],
    check: (context) => {
      if (!context.given('/wiring/spiMaxHz')) return [];
      const rate = rateOfSpec(context.spec, givenWiring(context));
      const { spiMaxHz } = context.spec.wiring;
      if (rate === null || Math.floor(rate.rateHz) === spiMaxHz) return [];
      const project = `${rate.spi.instance} runs at ${frequency(Math.floor(rate.rateHz))} (${placeText(rate.at)})`;
      const fix = `Remove "spiMaxHz"; to change the rate, in STM32CubeMX: Connectivity, ${rate.spi.instance}, Parameter Settings, Prescaler (for Baud Rate).`;
      const message = `Found ${spiMaxHz} Hz. With platform ${context.spec.mcu.platform} the project sets the rate, not this key: ${project}. ${fix}`;
      return [{ pointer: '/wiring/spiMaxHz', message }];
    },
  },
];
