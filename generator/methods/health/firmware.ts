import { type FirmwareOf, sourcePair } from '../../firmware/part.ts';

export const healthFirmware: FirmwareOf = ({ watch }) => {
  if (watch.health == null) return [];
  return [
    {
      sources: sourcePair(
        'methods/health',
        'kw_health',
        'methods',
        'checks at intervals that the chip still has its settings',
      ),
      hooks: { chipLost: ['kw_health_failed()'] },
      traits: ['checksSettings'],
    },
  ];
};
