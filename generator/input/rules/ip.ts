import { addressOf, dotted, isUsableMask, LONGEST_PREFIX, maskOf, networkOf, unfitForHost } from './ipv4.ts';
import type { Rule } from './rule.ts';

export const ipRules: readonly Rule[] = [
  {
    id: 'network/ip-host',
    needs: ['/network/ip'],
    check: ({ spec }) => {
      const { ip } = spec.network;
      const unfit = unfitForHost(addressOf(ip));
      if (unfit === null) return [];
      return [{ pointer: '/network/ip', message: `Found ${ip}, ${unfit}. Allowed: an address that a host may have.` }];
    },
  },
  {
    id: 'network/subnet-mask',
    needs: ['/network/subnet'],
    check: ({ spec }) => {
      const { subnet } = spec.network;
      const mask = addressOf(subnet);
      if (isUsableMask(mask)) return [];
      const ones = Math.min(Math.max(Math.clz32(~mask), 1), LONGEST_PREFIX);
      const message = `Found ${subnet}. Allowed: a mask of 1 to ${LONGEST_PREFIX} ones followed by zeros only. Nearest: ${dotted(maskOf(ones))}.`;
      return [{ pointer: '/network/subnet', message }];
    },
  },
  {
    id: 'network/ip-in-subnet',
    needs: ['/network/ip', '/network/subnet'],
    check: ({ spec }) => {
      const ip = addressOf(spec.network.ip);
      const mask = addressOf(spec.network.subnet);
      if (!isUsableMask(mask) || unfitForHost(ip) !== null) return [];
      const { first, last } = networkOf(ip, mask);
      if (ip !== first && ip !== last) return [];
      const what = ip === first ? "the network's own address" : "the network's broadcast address";
      const message = `Found ${dotted(ip)}, ${what}. Allowed: ${dotted(first + 1)} to ${dotted(last - 1)}.`;
      return [{ pointer: '/network/ip', message }];
    },
  },
];
