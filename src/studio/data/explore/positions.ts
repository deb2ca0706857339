/** Positions that are selected in a list of any length: ranges from the first to before the last, ascending and apart. */
export type Positions = readonly (readonly [from: number, end: number])[]

export const NO_POSITIONS: Positions = []

export function hasPosition(positions: Positions, at: number): boolean {
  return positions.some(([from, end]) => at >= from && at < end)
}

export function countPositions(positions: Positions): number {
  return positions.reduce((sum, [from, end]) => sum + end - from, 0)
}

/** Both and all between them, whichever comes first. */
export function rangeOf(one: number, other: number): readonly [number, number] {
  return [Math.min(one, other), Math.max(one, other) + 1]
}

export function addRange(positions: Positions, [from, end]: readonly [number, number]): Positions {
  const apart = positions.filter(([start, stop]) => stop < from || start > end)
  const touching = positions.filter(([start, stop]) => stop >= from && start <= end)
  const joined = [
    Math.min(from, ...touching.map(([start]) => start)),
    Math.max(end, ...touching.map(([, stop]) => stop)),
  ] as const
  return [...apart, joined].toSorted(([one], [other]) => one - other)
}

export function togglePosition(positions: Positions, at: number): Positions {
  if (!hasPosition(positions, at)) return addRange(positions, [at, at + 1])
  return positions.flatMap(([from, end]): Positions => {
    if (at < from || at >= end) return [[from, end]]
    const parts: Positions = [
      [from, at],
      [at + 1, end],
    ]
    return parts.filter(([start, stop]) => start < stop)
  })
}
