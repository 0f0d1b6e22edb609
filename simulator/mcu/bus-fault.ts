/** An access that the part's bus answers with an error, or that is not modelled; ends the run. */
export class BusFault extends Error {
  override name = 'BusFault';
}
