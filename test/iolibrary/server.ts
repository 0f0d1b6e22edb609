import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plan } from '../../contract/plan.ts';
import { render } from '../../generator/emit/render.ts';

export type Files = ReadonlyMap<string, string>;

/** What runs of the vendor's code: its loop-back servers, or its DHCP client with that of TCP. */
export type Program = 'tcp' | 'udp' | 'dhcp';

/** The vendor's code for a plan's board: what is ours, and the library as it lies in the checkout. */
export interface Server {
  readonly plan: Plan;
  /** The port around the library, and the generated files of the platform layer. */
  readonly own: Files;
  /** Path in the checkout → text; never kept. */
  readonly library: Files;
}

/** The folders that an include of the library is looked for in, relative to the checkout. */
export const INCLUDE_FOLDERS = ['Ethernet', 'Application/loopback', 'Internet/DHCP'] as const;

/** A checkout of github.com/Wiznet/ioLibrary_Driver; null where none is named, and what needs it is skipped. */
export const IOLIBRARY: string | null = process.env.KEEPWIRE_IOLIBRARY || null;
export const WHY_SKIPPED = 'KEEPWIRE_IOLIBRARY names no checkout of github.com/Wiznet/ioLibrary_Driver';

const PLATFORM = new Set(['kw_clock', 'kw_port', 'kw_startup', 'kw_timer']);
const HEADERS = new Set(['kw_config.h', 'kw_clock.h', 'kw_port.h', 'kw_timer.h', 'kw_stm32f1.h']);

/** Throws when the checkout lacks one of the library's files. */
export function serverOf(plan: Plan, checkout: string, program: Program = 'tcp'): Server {
  const platform = render(plan).filter(
    ({ path }) => HEADERS.has(path) || path.endsWith('.ld') || PLATFORM.has(path.replace(/\.c$/, '')),
  );
  const folder = new URL('port/', import.meta.url);
  const own = new Map([
    ...platform.map(({ path, text }) => [path, text] as const),
    ...['board.c', 'board.h', `main_${program}.c`].map(
      (name) => [name, readFileSync(new URL(name, folder), 'utf8')] as const,
    ),
    ['server_config.h', serverConfig(plan)],
  ]);
  return { plan, own, library: libraryFiles(plan.chip.name, checkout, program) };
}

function libraryFiles(chip: Plan['chip']['name'], checkout: string, program: Program): Files {
  const paths = [
    'Application/loopback/loopback.c',
    'Application/loopback/loopback.h',
    'Ethernet/socket.c',
    'Ethernet/socket.h',
    'Ethernet/wizchip_conf.c',
    'Ethernet/wizchip_conf.h',
    `Ethernet/${chip}/${chip.toLowerCase()}.c`,
    `Ethernet/${chip}/${chip.toLowerCase()}.h`,
    ...(program === 'dhcp' ? ['Internet/DHCP/dhcp.c', 'Internet/DHCP/dhcp.h'] : []),
  ];
  return new Map(paths.map((path) => [path, readFileSync(join(checkout, path), 'utf8')]));
}

function serverConfig({ network, retransmission, sockets }: Plan): string {
  const { gateway, subnet, mac, ip } = network;
  return `#ifndef SERVER_CONFIG_H
#define SERVER_CONFIG_H
#define SERVER_MAC ${mac.join(', ')}
#define SERVER_IP ${ip.join(', ')}
#define SERVER_SUBNET ${subnet.join(', ')}
#define SERVER_GATEWAY ${gateway.join(', ')}
#define SERVER_RTR ${retransmission.rtr}U
#define SERVER_RCR ${retransmission.rcr}U
#define SERVER_PORT ${sockets[0]?.port ?? 0}U
#endif
`;
}
