/** How often a peer sends in the time allowed: two signs of life may be lost or late. */
export const SIGNS_WITHIN = 3;
