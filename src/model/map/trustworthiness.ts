/**
 * How far a map can be trusted: whether those who are neighbours on it were neighbours before (Venna and Kaski, ICANN 2001). The same as
 * scikit-learn's `manifold.trustworthiness`.
 */
import { squaredDistance, type Neighbours, type Points } from './neighbours'

/**
 * From 0 to 1, which is a map on which no point has a neighbour that was not near before.
 *
 * @param before `count` x `dimensions`: what the map was made of.
 * @param onMap of which the first `of` count.
 * @param of neighbours that are looked at: fewer than half of the points, as the figure has no scale otherwise.
 */
export function* findTrustworthiness(
  before: Points,
  dimensions: number,
  onMap: Neighbours,
  of: number,
): Generator<number, number, void> {
  const count = before.length / dimensions
  if (of > onMap.each || 2 * of >= count) throw new RangeError(`${count} points are too few for ${of} neighbours`)
  const distances = new Float64Array(count)
  let penalty = 0
  for (let i = 0; i < count; i++) {
    const neighbours = onMap.indices.subarray(i * onMap.each, i * onMap.each + of)
    let farthest = 0
    for (const j of neighbours) farthest = Math.max(farthest, squaredDistance(before, dimensions, i, j))
    for (let j = 0; j < count; j++) distances[j] = squaredDistance(before, dimensions, i, j, farthest)
    for (const j of neighbours) {
      const own = distances[j]!
      let rank = 1
      for (let k = 0; k < count; k++) if (k !== i && (distances[k]! < own || (distances[k] === own && k < j))) rank += 1
      penalty += Math.max(0, rank - of)
    }
    yield i
  }
  return 1 - (penalty * 2) / (count * of * (2 * count - 3 * of - 1))
}
