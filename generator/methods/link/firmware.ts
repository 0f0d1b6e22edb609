import { type FirmwareOf, sourcePair } from '../../firmware/part.ts';

export const linkFirmware: FirmwareOf = ({ watch }) => {
  if (watch.link == null) return [];
  return [
    {
      sources: sourcePair('methods/link', 'kw_link', 'methods', 'ends all connections when the PHY has no link'),
      hooks: { poll: ['kw_link_poll();'] },
      traits: ['aborts', 'readsLink'],
      ends: ['link-down'],
    },
  ];
};
