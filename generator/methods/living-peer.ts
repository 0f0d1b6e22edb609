/** A remark of every method that ends connections for want of data, whether the peer lives or not. */
export const livingPeerRemark = { key: 'silence-ends-living-peer' } as const;

export const livingPeerWords = {
  'silence-ends-living-peer': () =>
    'An idle limit or an expected heartbeat ends the connection of a peer that lives but does not send.',
};
