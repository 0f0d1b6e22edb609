import type { NetworkPlan } from '../../contract/device.ts';
import type { Spec } from '../../contract/spec.ts';
import { ipv4Bytes, ipv4OfText } from '../../values/ipv4.ts';
import type { Platform } from '../platforms/platform.ts';
import { PLATFORMS } from '../platforms/registry.ts';

/** The address is one that WIZnet prints in examples, so another device on the network may have it. */
export type NetworkWarning = { readonly key: 'example-mac'; readonly mac: string };

/**
 * MAC addresses of WIZnet's example applications, which projects take over: of ioLibrary's README and loop-back server, of
 * the examples for the WIZnet Pico boards, and of those for STM32. The default of a spec is not among them.
 */
const EXAMPLE_MACS: readonly string[] = [
  ...['00:08:DC:AB:CD:EF', '00:08:DC:00:AB:CD', '00:08:DC:11:11:11', '00:08:DC:12:34:56', '00:08:DC:78:91:71'],
  ...['00:08:DC:57:57:20', '00:08:DC:11:22:33'],
];

/** None where the application has the addresses: those of the spec are then the simulated board's. */
export function planNetworkWarnings({ mcu, network }: Pick<Spec, 'mcu' | 'network'>): readonly NetworkWarning[] {
  const platform: Platform = PLATFORMS[mcu.platform];
  const { mac, source } = network;
  if (source === 'application' || platform.watches === true || !EXAMPLE_MACS.includes(mac.toUpperCase())) return [];
  return [{ key: 'example-mac', mac }];
}

/** Addresses as bytes, most significant first, as the chip's registers take them. Input is validated text. */
export function planNetwork(network: Spec['network']): NetworkPlan {
  return {
    ...(network.source === 'application' ? { source: network.source } : {}),
    mac: network.mac.split(/[:-]/).map((pair) => Number.parseInt(pair, 16)),
    ip: ipv4Bytes(ipv4OfText(network.ip)),
    subnet: ipv4Bytes(ipv4OfText(network.subnet)),
    gateway: ipv4Bytes(ipv4OfText(network.gateway)),
  };
}
