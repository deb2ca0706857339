/** For a step by itself: there must be one. */

/** @param images that the epoch has left. @throws RangeError when there are none. */
export function requireBatch(images: number): void {
  if (images <= 0) throw new RangeError('The epoch has no batch left')
}
