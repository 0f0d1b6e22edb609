import type { BoardPlan, PlatformName, PlatformPlan } from '../../contract/board.ts';
import type { SpecContext, SpecRule } from '../../contract/rule.ts';
import type { Spec } from '../../contract/spec.ts';
import type { Part } from '../hardware/parts.ts';

/** The board without what its platform adds. */
export type NeutralBoard = Omit<BoardPlan, 'platform'>;

/** One file of a platform and the template that makes it, a path below `templates/` without `.hbs`. */
export interface PlatformFile {
  readonly path: string;
  readonly template: string;
  /** Part of start-up and vectors: counted apart from the code in size reports. */
  readonly startup?: true;
  /** The host engine of the simulator brings its own instead. */
  readonly replaced?: true;
  /** Written once as a beginning, then the user's. */
  readonly owner?: 'user';
}

/** A row of `explain`: what it is about, the value, and where the value comes from. */
export type PlatformRow = readonly [label: string, value: string, origin?: string];

/** Rows of `explain` that follow the neutral rows of a section. */
export interface PlatformRows {
  readonly clock: readonly PlatformRow[];
  readonly spi: readonly PlatformRow[];
  readonly pins: readonly PlatformRow[];
}

/** How the firmware reaches the microcontroller: registers, a vendor's library. */
export interface Platform {
  readonly name: PlatformName;
  /** What it is, for the description of the spec's key. */
  readonly about: string;
  /** Rules for specs that choose this platform. */
  readonly rules: readonly SpecRule<SpecContext>[];
  /** Numbers and words that the C of this platform prints, from the neutral board and the spec's wiring. Pure. */
  readonly plan: (part: Part, board: NeutralBoard, wiring: Spec['wiring']) => PlatformPlan;
  /** The files of this platform beside kw_config.h, in a stable order. */
  readonly files: (board: BoardPlan) => readonly PlatformFile[];
  /** The template of CMakeLists.txt. */
  readonly cmake: string;
  /** The template of README.md. Absent: that of a whole firmware. */
  readonly readme?: string;
  /** What the templates of this platform and of the project print; `target` is the CMake target's name. */
  readonly views: (board: BoardPlan, target: string) => readonly object[];
  readonly explain: (board: BoardPlan) => PlatformRows;
  /**
   * How long a poll lasts longer, at most, when the SPI does not move a transfer of so many bytes. Absent: nothing is
   * known of it, or it is no longer than a poll of an SPI that works.
   */
  readonly stuckMs?: (board: BoardPlan, bytes: number) => number;
  /** The user's start-up code sets the clock, which the firmware checks, and handles resets and the watchdog. */
  readonly startupIsUsers: boolean;
  /**
   * The board is the project's: the firmware owns no clock, pin, timer, vector or start-up code, and asks for
   * milliseconds. Part, clock and pins of the plan are then those of the board on which the simulator plays.
   */
  readonly isGuest?: true;
  /** The application serves the sockets; the firmware only watches them. Absent: the firmware serves them. */
  readonly watches?: true;
  /** The chip's sockets that the spec does not list are the application's. Absent: they are not in use. */
  readonly sharesChip?: true;
  /** Absent: the firmware has a board of its own. */
  readonly bench?: Bench;
  /** What compiling needs of the vendor's library; null: nothing. */
  readonly vendor: null | Vendor;
}

/** What the simulator plays a firmware on that has no board of its own. The paths are those of templates. */
export interface Bench {
  /** With `main`. */
  readonly start: string;
  /** By their names. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * The firmware's port: `runs` on the board's, of which the functions have the prefix kw_board_; `replaced` by the
   * board's; `none`.
   */
  readonly port: 'runs' | 'replaced' | 'none';
  /** The vendor's library takes part. Absent: where one is called, the simulator has a stand-in. */
  readonly needsVendor?: true;
}

export interface Vendor {
  /** What users call it. */
  readonly title: string;
  /** A folder without this header is not the library. */
  readonly header: string;
  /** Headers, of which the folders are searched. */
  readonly headers: RegExp;
  /** Sources that the firmware calls, directly or through others. */
  readonly sources: (board: BoardPlan) => readonly string[];
  /** Warnings that its headers break, although they are included as system headers. Absent: none. */
  readonly quiet?: readonly string[];
  /** Names of the start-up file for GCC, the usual one first; none where the application has its own. */
  readonly startups: (board: BoardPlan) => readonly string[];
}
