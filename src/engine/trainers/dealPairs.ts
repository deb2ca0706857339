/** Deals the pairs of each image, its predicted class and the rank of its true one, out to a column each. */
export function dealPairs(pairs: Int32Array, first: number, predicted: Int32Array, rank: Int32Array): void {
  for (let image = 0; 2 * image < pairs.length; image++) {
    predicted[first + image] = pairs[2 * image]!
    rank[first + image] = pairs[2 * image + 1]!
  }
}
