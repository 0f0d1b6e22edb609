import { ipv4OfText, ipv4Text, maskOf, networkOf, prefixLengthOf } from '../../../values/ipv4.ts';
import { isUsableMask, LONGEST_PREFIX, unfitForHost } from './hosts.ts';
import type { Rule } from './rule.ts';

export const ipRules: readonly Rule[] = [
  {
    id: 'network/ip-host',
    needs: ['/network/ip'],
    check: ({ spec }) => {
      const { ip } = spec.network;
      const unfit = unfitForHost(ipv4OfText(ip));
      if (unfit === null) return [];
      return [{ pointer: '/network/ip', message: `Found ${ip}, ${unfit}. Allowed: an address that a host may have.` }];
    },
  },
  {
    id: 'network/subnet-mask',
    needs: ['/network/subnet'],
    check: ({ spec }) => {
      const { subnet } = spec.network;
      const mask = ipv4OfText(subnet);
      if (isUsableMask(mask)) return [];
      const ones = Math.min(Math.max(prefixLengthOf(mask), 1), LONGEST_PREFIX);
      const message = `Found ${subnet}. Allowed: a mask of 1 to ${LONGEST_PREFIX} ones followed by zeros only. Nearest: ${ipv4Text(maskOf(ones))}.`;
      return [{ pointer: '/network/subnet', message }];
    },
  },
  {
    id: 'network/ip-in-subnet',
    needs: ['/network/ip', '/network/subnet'],
    check: ({ spec }) => {
      const ip = ipv4OfText(spec.network.ip);
      const mask = ipv4OfText(spec.network.subnet);
      if (!isUsableMask(mask) || unfitForHost(ip) !== null) return [];
      const { first, last } = networkOf(ip, mask);
      if (ip !== first && ip !== last) return [];
      const what = ip === first ? "the network's own address" : "the network's broadcast address";
      const message = `Found ${ipv4Text(ip)}, ${what}. Allowed: ${ipv4Text(first + 1)} to ${ipv4Text(last - 1)}.`;
      return [{ pointer: '/network/ip', message }];
    },
  },
];
