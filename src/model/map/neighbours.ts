/** Who is near whom, among points in any number of dimensions. */

/** For each point its nearest others, the nearest first; of equally near ones, the first. */
export interface Neighbours {
  /** How many each has. */
  readonly each: number
  /** points x `each`. */
  readonly indices: Uint32Array
  /** Euclidean, points x `each`. */
  readonly distances: Float64Array
}

export type Points = Float32Array | Float64Array

/** A distance that is too long already is not added up to its end. */
const LOOK_EVERY = 8

/**
 * All distances are compared: nothing is approximate.
 * @param points `count` x `dimensions`. It is fastest where the first dimensions vary most, as principal components do.
 * @param each less than there are points.
 * @param done called after each point.
 */
export function* findNeighbours(points: Points, dimensions: number, each: number): Generator<number, Neighbours, void> {
  const count = points.length / dimensions
  const indices = new Uint32Array(count * each)
  const distances = new Float64Array(count * each).fill(Infinity)
  for (let i = 0; i < count; i++) {
    const from = i * each
    const last = from + each - 1
    for (let j = 0; j < count; j++) {
      if (j === i) continue
      const squared = squaredDistance(points, dimensions, i, j, distances[last])
      if (!(squared < distances[last]!)) continue
      let at = last
      for (; at > from && distances[at - 1]! > squared; at--) {
        distances[at] = distances[at - 1]!
        indices[at] = indices[at - 1]!
      }
      distances[at] = squared
      indices[at] = j
    }
    yield i
  }
  return { each, indices, distances: distances.map(Math.sqrt) }
}

/** @param enough a distance as long as this need not be exact. */
export function squaredDistance(
  points: Points,
  dimensions: number,
  one: number,
  other: number,
  enough = Infinity,
): number {
  let sum = 0
  let a = one * dimensions
  let b = other * dimensions
  for (let from = 0; from < dimensions; from += LOOK_EVERY) {
    const to = Math.min(dimensions, from + LOOK_EVERY)
    for (let at = from; at < to; at++) {
      const difference = points[a++]! - points[b++]!
      sum += difference * difference
    }
    if (sum > enough) return sum
  }
  return sum
}

/** For each point, how many of its neighbours have its label. */
export function countAlike({ each, indices }: Neighbours, labels: Uint16Array): Uint16Array<ArrayBuffer> {
  return Uint16Array.from(labels, (label, i) => {
    let alike = 0
    for (let at = i * each; at < (i + 1) * each; at++) alike += Number(labels[indices[at]!] === label)
    return alike
  })
}
