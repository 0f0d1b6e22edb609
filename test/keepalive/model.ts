/**
 * The application note's counting for one socket, from its rules and not from our C. Once a second: (1) when counting
 * has begun, the silent seconds become one more; (2) when they are NO_DATA_PERIOD or more, the second counter becomes
 * one more, and when that is KA_SEND_PERIOD or more, a probe is due; (3) data sets both to zero and begins the
 * counting, a probe that goes out sets the second one to zero. Beyond the note: data drops a probe that is due, and
 * the end of the connection stops all of it.
 */
export class NoteCounting {
  #silentSeconds = 0;
  #secondCounter = 0;
  #begun = false;
  #due = false;

  constructor(
    private readonly noDataPeriod: number,
    private readonly kaSendPeriod: number,
  ) {}

  get due(): boolean {
    return this.#due;
  }

  second(): void {
    if (this.#begun) this.#silentSeconds++;
    if (this.#silentSeconds < this.noDataPeriod) return;
    this.#secondCounter++;
    if (this.#secondCounter >= this.kaSendPeriod) this.#due = true;
  }

  dataReceived(): void {
    this.ended();
    this.#begun = true;
  }

  /** What we send begins the counting and never restarts it. */
  dataSent(): void {
    this.#begun = true;
  }

  probeSent(): void {
    this.#due = false;
    this.#secondCounter = 0;
  }

  ended(): void {
    this.#silentSeconds = 0;
    this.#secondCounter = 0;
    this.#begun = false;
    this.#due = false;
  }
}
