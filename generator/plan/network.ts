import type { NetworkPlan } from '../../contract/device.ts';
import type { Spec } from '../../contract/spec.ts';
import { ipv4Bytes, ipv4OfText } from '../../values/ipv4.ts';

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
