import type { KeepalivePlan } from '../../../contract/device.ts';
import type { Spec } from '../../../contract/spec.ts';
import type { Method } from '../method.ts';
import { timesADay } from '../terms.ts';
import { probeDetection } from './detection.ts';
import { probeFirmware } from './firmware.ts';
import { planKeepalive } from './plan.ts';
import { probeRemarks, probeRemarkWords } from './remarks.ts';
import { probeRules } from './rules.ts';
import { probeSchema, probeSocketSchema } from './schema.ts';

/** Probes of silent connections, the application note's method. */
export const probe: Method<Spec['keepalive'], KeepalivePlan> = {
  name: 'probe',
  spec: { key: 'keepalive', scope: 'socket', required: true, schema: probeSchema, socketSchema: probeSocketSchema },
  rules: probeRules,
  numbersIn: ({ keepalive }) => keepalive,
  remedies: {
    keepalive: planKeepalive({ by: 'timer', firstProbe: 'note', NO_DATA_PERIOD: 10, KA_SEND_PERIOD: 5 }),
  },
  endReasons: [{ number: 3, name: 'probe-timeout', meaning: 'a probe was not answered: the peer is gone' }],
  detection: probeDetection,
  costs: ({ probeIntervalMs }) => [{ method: 'probe', packetsPerDay: 2 * timesADay(probeIntervalMs) }],
  remarks: probeRemarks,
  allowedCloses: () => [{ reason: 'probe-timeout', isRight: ({ isDeaf }) => isDeaf }],
  words: {
    names: { probe: { text: 'probe', isGeneral: true } },
    costs: { probe: 'a probe and its answer every KA_SEND_PERIOD, or every hold if it is longer' },
    terms: {
      'probe-polls': 'polls that read the data and send the probe',
      'probe-hold': 'hold after the last probe',
      'hold-poll': 'poll that sends the probe',
      'send-while-probing': 'further TCP timeout, because sent data may restart the retransmissions',
    },
    remarks: probeRemarkWords,
  },
  firmware: probeFirmware,
};
