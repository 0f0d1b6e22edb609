/** What the peers of a socket say to the device's application, and what they expect from it, beside the messages of methods. */

/** `echo`: whatever they send must come back. `none`: they send what a scenario says, and no answer is judged. */
export type PeerTrafficPlan = 'echo' | 'none';

/** The same for one connection after another. */
export type Traffic = { readonly kind: 'echo' } | { readonly kind: 'none' };
