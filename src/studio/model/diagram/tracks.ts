/** Lines side by side in a channel: each gets a track of its own, unless it overlaps none of the others on one. */

export interface Span {
  readonly from: number
  readonly to: number
}

/** @returns the track of each span, from 0. They are taken in order, each on the first track from `atLeast` on where it overlaps none. */
export function assignTracks<Item extends Span>(
  spans: readonly Item[],
  atLeast: (span: Item, trackOf: ReadonlyMap<Item, number>) => number = () => 0,
): ReadonlyMap<Item, number> {
  const trackOf = new Map<Item, number>()
  const tracks: Item[][] = []
  for (const span of spans) {
    const isFree = (track: number): boolean =>
      (tracks[track] ?? []).every((other) => span.to < other.from || other.to < span.from)
    let track = atLeast(span, trackOf)
    while (!isFree(track)) track++
    while (tracks.length <= track) tracks.push([])
    tracks[track]!.push(span)
    trackOf.set(span, track)
  }
  return trackOf
}

/** How many tracks were taken. */
export function countTracks(trackOf: ReadonlyMap<unknown, number>): number {
  return 1 + Math.max(-1, ...trackOf.values())
}
