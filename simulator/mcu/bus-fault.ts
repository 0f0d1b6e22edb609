/** An access that the part's bus answers with an error, or that nothing here answers; ends the run. */
export class BusFault extends Error {
  override name = 'BusFault';
}
