import type { NetworkPlan } from '../../contract/device.ts';
import type { Spec } from '../../contract/spec.ts';

/** Addresses as bytes, most significant first, as the chip's registers take them. Input is validated text. */
export function planNetwork(network: Spec['network']): NetworkPlan {
  return {
    mac: bytes(network.mac.split(/[:-]/), 16, 6),
    ip: bytes(network.ip.split('.'), 10, 4),
    subnet: bytes(network.subnet.split('.'), 10, 4),
    gateway: bytes(network.gateway.split('.'), 10, 4),
  };
}

function bytes(parts: readonly string[], radix: number, count: number): number[] {
  const values = parts.map((part) => Number.parseInt(part, radix));
  if (values.length !== count || values.some((value) => !(value >= 0 && value <= 255))) {
    throw new Error(`not ${count} bytes: ${parts.join(' ')}`);
  }
  return values;
}
