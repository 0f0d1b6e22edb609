/** Ethernet's broadcast address. */
export const BROADCAST_MAC: Uint8Array = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff);

/** RFC 919: the limited broadcast, to all hosts of the own network. */
export const BROADCAST_IP: Uint8Array = Uint8Array.of(255, 255, 255, 255);

/** `192.168.1.20` */
export function ipText(ip: Uint8Array): string {
  return ip.join('.');
}

/** `00:08:dc:01:02:03` */
export function macText(mac: Uint8Array): string {
  return Array.from(mac, (byte) => byte.toString(16).padStart(2, '0')).join(':');
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** Broadcast and multicast frames: the I/G bit of the destination is set (IEEE 802.3). */
export function isGroupMac(mac: Uint8Array): boolean {
  return ((mac[0] ?? 0) & 1) === 1;
}
