import type { Vendor } from '../platform.ts';

/** WIZnet's ioLibrary_Driver, as its users have it. */
export const IOLIBRARY: Vendor = {
  title: 'ioLibrary of WIZnet',
  header: 'wizchip_conf.h',
  headers: /^(wizchip_conf|socket)\.h$/,
  sources: ({ chip }) => ['socket.c', 'wizchip_conf.c', `${chip.name.toLowerCase()}.c`],
  // socket.h declares static functions that it does not define
  quiet: ['-Wno-unused-function'],
  startups: () => [],
};
