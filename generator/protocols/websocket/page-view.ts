/** The pages of a firmware, as its templates print them. */
import type { DeviceSocket } from '../../../contract/device.ts';
import type { PagePlan } from '../../../contract/websocket.ts';
import { hex8 } from '../../firmware/c-text.ts';
import { cListOf } from './c-list.ts';

const BYTES_PER_ROW = 18;

type Socket = Pick<DeviceSocket, 'websocket' | 'port'>;

/** `pages`: each file once; `pageAnswers`: what is said of it; `pageRows`: one for each socket. */
export function pageView(sockets: readonly Socket[]) {
  const byFile = new Map(
    sockets.flatMap(({ websocket }) => (websocket?.page ? [[websocket.page.file, websocket.page]] : [])),
  );
  const files = [...byFile.keys()];
  const pages = [...byFile.values()].map((page, index) => ({
    ...page,
    name: index === 0 ? 'page' : `page_${index + 1}`,
    etagList: cListOf([`"${page.etag}"`]),
    rows: rowsOf(page),
  }));
  const pageRows = sockets.map(({ websocket, port }) => {
    if (websocket === null || websocket.page === null) return '{ NULL, 0U },';
    const isSame = (it: Socket): boolean => it.port === port && it.websocket?.page != null;
    const mask = sockets.reduce((bits, it, place) => (isSame(it) ? bits | (1 << place) : bits), 0);
    return `{ &pages[${files.indexOf(websocket.page.file)}], ${hex8(mask)} },`;
  });
  return { pages, pageAnswers: pages, pageRows };
}

function rowsOf({ gzip }: PagePlan): readonly string[] {
  const bytes = Array.from(atob(gzip), (char) => `0x${char.charCodeAt(0).toString(16).padStart(2, '0')}`);
  const count = Math.ceil(bytes.length / BYTES_PER_ROW);
  return Array.from({ length: count }, (_, row) => {
    return `${bytes.slice(row * BYTES_PER_ROW, (row + 1) * BYTES_PER_ROW).join(', ')},`;
  });
}
