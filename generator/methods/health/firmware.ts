import { type FirmwareOf, sourcePair } from '../../firmware/part.ts';

export const healthFirmware: FirmwareOf = ({ watch: { health } }) => {
  if (health == null) return [];
  return [
    {
      sources: sourcePair(
        'methods/health',
        'kw_health',
        'methods',
        'checks at intervals that the chip still has its settings',
      ),
      hooks: { chipLost: ['kw_health_poll()'] },
      traits: ['checksSettings'],
      macros: [
        {
          macro: 'KW_HEALTH_MS',
          value: health.everyMs,
          comment: "Milliseconds from one check of the chip's identity and addresses to the next.",
        },
      ],
    },
  ];
};
