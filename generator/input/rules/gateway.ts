import { allOf } from '../../../document/words/printed.ts';
import { ipv4OfText, ipv4Text, networkOf } from '../../../values/ipv4.ts';
import { isUsableMask } from './hosts.ts';
import { GUESTS, ownsBoard, type Rule, type RuleContext } from './rule.ts';

const POINTER = '/network/gateway';
/** 0.0.0.0: there is none. */
const NONE = 0;

export const gatewayRules: readonly Rule[] = [
  {
    id: 'network/source',
    needs: ['/network/source', '/mcu/platform'],
    check: ({ spec }) => {
      if (spec.network.source === 'spec' || !ownsBoard(spec)) return [];
      const message = `Found "application". Allowed with platforms ${allOf(GUESTS)}; with ${spec.mcu.platform} "spec".`;
      return [{ pointer: '/network/source', message }];
    },
  },
  {
    id: 'network/gateway',
    needs: ['/network/ip', '/network/subnet', POINTER],
    check: (context) => {
      const wrong = wrongGateway(context.spec.network);
      return wrong === null ? [] : [{ pointer: POINTER, message: `${found(context)} ${wrong}` }];
    },
  },
];

function found({ spec, given }: RuleContext): string {
  const { gateway } = spec.network;
  return given(POINTER) ? `Found ${gateway}.` : `No gateway is given, and the default is ${gateway}.`;
}

/** Says nothing where address and mask are wrong themselves: there is no subnet then to be outside of. */
function wrongGateway(network: RuleContext['spec']['network']): string | null {
  const ip = ipv4OfText(network.ip);
  const mask = ipv4OfText(network.subnet);
  const gateway = ipv4OfText(network.gateway);
  if (gateway === NONE || !isUsableMask(mask)) return null;
  const { first, last } = networkOf(ip, mask);
  const range = `${ipv4Text(first + 1)} to ${ipv4Text(last - 1)}`;
  if (gateway === ip) return `That is the device's own address. Allowed: the router's, or 0.0.0.0 for none.`;
  if (gateway > first && gateway < last) return null;
  return `It must be an address of the device's subnet (${range}), or 0.0.0.0 for no gateway.`;
}
