/** What the loop does with received data. The registry lists all protocols. */
import type { DevicePlan } from '../../contract/device.ts';
import type { Enumerator } from '../../contract/firmware.ts';
import type { FirmwarePart } from '../firmware/part.ts';
import type { SoughtMessage } from './messages/sought.ts';

export interface Protocol {
  readonly name: string;
  /** What it does, as the description of the key says it. */
  readonly about: string;
  /** Whether it is for sockets that look for messages of methods, or for the others. Null: for both. */
  readonly findsMessages: boolean | null;
  /** Template of the loop's function `deliver`, which offers received data to the application. Absent: of the stream. */
  readonly deliver?: string;
  /** The same where all sockets have this protocol. */
  readonly deliversAlone?: string;
  /** Reasons for which it ends connections. Their numbers never change. */
  readonly endReasons?: readonly (Enumerator & { readonly meaning: string })[];
  /** Its C beside that, and where the loop calls it. Absent: none. */
  firmware?(device: Pick<DevicePlan, 'sockets'>, wanted: Wanted): readonly FirmwarePart[];
}

/** What other parts of the firmware want to know of received data. */
export interface Wanted {
  /** Messages that sockets of the protocol look for. */
  readonly sought: readonly SoughtMessage[];
  /** Whether something is done about a message, by its name. */
  readonly actsOn: (name: string) => boolean;
  /** Whether something counts the data, or the pongs, that come. */
  readonly data: boolean;
  readonly pongs: boolean;
}
