import { candidatesFor, chosenFrom } from '../../generator/cubemx/candidates.ts';
import type { Fact } from '../../generator/cubemx/fact.ts';
import type { CubeProject } from '../../generator/cubemx/project.ts';
import { type CubeSpi, spiMode, spiRateHz } from '../../generator/cubemx/spis.ts';

/** `*` marks a default that is not in the file, `-` what nothing tells. */
function shown(fact: Fact<unknown> | null): string {
  return fact === null ? '-' : `${fact.value}${fact.origin === 'default' ? '*' : ''}`;
}

/** The facts of a project, in lines short enough to write down by hand. */
export function summaryOf(project: CubeProject): object {
  const { clocks, mcu, system, spis } = project;
  return {
    part: `${mcu.family.value} ${mcu.part.value} ${mcu.package.value}`,
    clocks: `${shown(clocks.source)} HSE ${shown(clocks.hseHz)} SYSCLK ${shown(clocks.sysclkHz)} HCLK ${shown(clocks.hclkHz)}`,
    buses: `${shown(clocks.apb1Hz)} ${shown(clocks.apb2Hz)} timers ${shown(clocks.apb1TimerHz)} ${shown(clocks.apb2TimerHz)}`,
    spis: spis.map(spiText),
    lines: spis.map(({ instance }) => linesText(project, instance)),
    system: `${shown(system.rtos)} ${shown(system.timeBase)} [${system.timers.map(shown).join(' ')}] ${shown(system.toolchain)} ${system.sourceFolder}`,
  };
}

function spiText(spi: CubeSpi): string {
  const { instance, role, dataBits, prescaler, nss, keepsIo, dma, sck, miso, mosi } = spi;
  return [
    ...[instance, shown(role), `${shown(dataBits)} bit`, `mode ${spiMode(spi)}`, `/${shown(prescaler)}`],
    ...[`${spiRateHz(spi)} Hz`, `NSS ${nss.value}`, `pins ${sck} ${miso} ${mosi}`],
    ...(dma.length === 0 ? [] : [`DMA ${dma.join(' ')}`]),
    ...(keepsIo === null ? [] : [`keeps ${shown(keepsIo)}`]),
  ].join(', ');
}

/** The pins that their labels show to be lines of the chip, with what starts low and which edge interrupts. */
function linesText(project: CubeProject, spi: string): string {
  return (['cs', 'reset', 'interrupt'] as const)
    .map((line) => {
      const chosen = chosenFrom(candidatesFor(project, line, spi));
      if (chosen === null) return `${line} -`;
      const pin = project.pins.find(({ name }) => name === chosen.pin);
      const exti = pin?.exti ? ` ${shown(pin.exti.edge)}${pin.exti.isEnabled ? '' : ' off'}` : '';
      return `${line} ${chosen.pin} ${chosen.name}${pin?.level ? ` ${shown(pin.level)}` : ''}${exti}`;
    })
    .join(', ');
}
