import { type FirmwareOf, sourcePair } from '../../firmware/part.ts';

/** The application gives the addresses, and may change them. */
export const networkFirmware: FirmwareOf = ({ network }) => {
  if (network.source !== 'application') return [];
  const about = "changes the device's addresses";
  return [
    {
      // The chip's layer takes the addresses.
      sources: sourcePair('loop', 'kw_network', 'methods', about).map((it) =>
        it.path.endsWith('.h') ? { ...it, layer: 'chip' } : it,
      ),
      hooks: { init: ['kw_chip_set_network(network);'] },
      traits: ['takesNetwork'],
      ends: ['local-stop'],
    },
  ];
};
