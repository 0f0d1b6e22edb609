import type { ChipName } from '../../../contract/board.ts';
import type { Nanos } from '../../clock.ts';
import type { ChipRegisterBlock } from '../registers/table.ts';
import type { SpiDecoder, SpiTarget } from './spi.ts';
import type { ChipSwitches } from './switches.ts';

/** Facts of one chip. All chips share the rest of the model. */
export interface ChipModel {
  readonly name: ChipName;
  /** Number of hardware sockets. */
  readonly sockets: number;
  /** Buffer memory of all sockets together, in each direction. */
  readonly bufferBytes: number;
  /** Legal sizes of a socket's buffer; 0 leaves the socket without a buffer. */
  readonly bufferSizesKib: readonly number[];
  readonly common: ChipRegisterBlock;
  readonly socket: ChipRegisterBlock;
  readonly createSpi: (target: SpiTarget, switches: ChipSwitches) => SpiDecoder;
  /** Offsets of the common registers that the model itself works with. */
  readonly at: {
    readonly MR: number;
    readonly GAR: number;
    readonly SUBR: number;
    readonly SHAR: number;
    readonly SIPR: number;
    readonly INTLEVEL: number;
    readonly IR: number;
    readonly IMR: number;
    /** SIR; the W5200's IR2. */
    readonly summary: number;
    /** SIMR; the W5200's IMR2. */
    readonly summaryMask: number;
    readonly RTR: number;
    readonly RCR: number;
  };
  readonly phy: {
    readonly at: number;
    /** Bits the host may write. */
    readonly writable: number;
    /** Bits that read 1 while the link is up (100 Mbit/s, full duplex where the chip tells). */
    readonly linkUp: number;
    /** A PHY held in reset by its own register bit (0 = reset); 0 where there is none. */
    readonly resetBit: number;
  };
  /** The bit of Sn_MR that blocks broadcasts for UDP; 0 where there is none. */
  readonly broadcastBlock: number;
  /** Where the chip tells that a datagram found no open port; null where it does not. */
  readonly unreachable: null | { readonly UIPR: number; readonly UPORTR: number };
  /** MR bits that are refused, since their function is not modelled: bit and name. */
  readonly mrNotModelled: readonly (readonly [bit: number, name: string])[];
  /** Shortest reset pulse. */
  readonly resetLowNs: Nanos;
  /** From RSTn's release until the first access. */
  readonly readyNs: Nanos;
  /** After power-up the chip does not work until RSTn was pulsed. */
  readonly needsResetPulse: boolean;
  /** Sn_SR shows 0x01 while ARP resolves for CONNECT. */
  readonly showsArp: boolean;
  /** RX and TX pointers are random after OPEN. */
  readonly randomPointers: boolean;
  /** Sn_KPALVTR; null where there is no keepalive timer. */
  readonly keepaliveTimer: null | { readonly offset: number; readonly unitNs: Nanos };
  /** INTLEVEL's unit; null: unknown, and values other than 0 are refused. */
  readonly intLevelUnitNs: Nanos | null;
  /** While SIPR is 0.0.0.0, SUBR decides whether the gateway is asked; otherwise the destination always is. */
  readonly asksGatewayWithoutIp: boolean;
  /** Erratum 1: an ARP request from 0.0.0.0 is answered with the gateway's IP as target. */
  readonly answersAddressProbesToGateway: boolean;
}
