import type { Project } from './project.ts';

/** What a project demands of a tool that wants to live in it. */
export const NEEDS = {
  hal: "ST's HAL or LL",
  family: 'SPL or registers of another family than F1',
  arduino: 'Arduino or mbed',
  framework: 'another framework',
  chip: 'another chip than W5200 and W5500',
  noReset: 'no reset pin',
  addresses: 'addresses at run time (DHCP)',
  udpBeside: 'UDP sockets beside TCP',
  udpOnly: 'UDP alone',
  vendorApplications: 'HTTP, MQTT, TLS or WebSocket on ioLibrary',
  rtos: 'an RTOS',
  sharedBus: 'an SPI bus with other devices on it',
  parallelBus: 'a parallel bus or QSPI',
  bitBang: 'SPI in software',
  spi3: 'SPI3 or higher',
  macraw: 'MACRAW',
} as const;

export type Need = keyof typeof NEEDS;

const VENDOR_APPLICATIONS = ['HTTP', 'MQTT', 'TLS', 'WebSocket'];
const PARALLEL = ['FMC', 'FSMC', 'QUADSPI'];
const USUAL_SPI = ['SPI1', 'SPI2', 'SPI', 'any'];

const RULES: Readonly<Record<Need, (project: Project) => boolean>> = {
  hal: ({ library }) => library === 'HAL' || library === 'LL',
  family: ({ library, family }) => isBare(library) && family !== 'F1',
  arduino: ({ library }) => library === 'Arduino' || library === 'mbed',
  framework: ({ library }) => !isBare(library) && !['HAL', 'LL', 'Arduino', 'mbed'].includes(library),
  chip: ({ chip }) => !chip.includes('W5500') && !chip.includes('W5200'),
  noReset: ({ reset }) => reset.startsWith('no'),
  addresses: ({ uses }) => uses.includes('DHCP'),
  udpBeside: (project) => project.uses.includes('UDP') && speaksTcp(project),
  udpOnly: (project) => project.uses.includes('UDP') && !speaksTcp(project),
  vendorApplications: ({ uses }) => uses.some((use) => VENDOR_APPLICATIONS.includes(use)),
  rtos: ({ rtos }) => rtos !== 'none',
  sharedBus: ({ sharedBus }) => sharedBus !== 'no',
  parallelBus: ({ spi }) => PARALLEL.includes(spi),
  bitBang: ({ spi }) => spi === 'bit-bang',
  spi3: ({ spi }) => !USUAL_SPI.includes(spi.split('+')[0] ?? ''),
  macraw: ({ mode }) => mode === 'MACRAW',
};

function isBare(library: string): boolean {
  return ['SPL', 'registers', 'own C++'].includes(library);
}

function speaksTcp({ uses }: Project): boolean {
  return uses.includes('server') || uses.includes('client');
}

export function needsOf(project: Project): readonly Need[] {
  return (Object.keys(RULES) as Need[]).filter((need) => RULES[need](project));
}
