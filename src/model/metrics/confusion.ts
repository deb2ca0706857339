/**
 * The confusion matrix: for `classes` classes, `classes` × `classes` counts row after row. Rows are true classes, columns predicted
 * ones: `confusion[t * classes + p]` images of class t were taken for class p.
 */
export type Confusion = readonly number[]

/** The matrix of images by their true classes and those that they were taken for, in columns of equal length. */
export function countConfusion(truths: Uint16Array, predicted: Uint16Array, classes: number): Confusion {
  const confusion = Array.from({ length: classes * classes }, () => 0)
  truths.forEach((truth, at) => (confusion[truth * classes + predicted[at]!]! += 1))
  return confusion
}

/** Each count as a share of its row, between 0 and 1; a row without images stays zeros. */
export function rowShares(confusion: Confusion, classes: number): readonly number[] {
  const rows = rowSums(confusion, classes)
  return confusion.map((count, cell) => count / (rows[Math.floor(cell / classes)] || 1))
}

/** Images of each true class. */
export function rowSums(confusion: Confusion, classes: number): readonly number[] {
  return sumBy(confusion, classes, (cell) => Math.floor(cell / classes))
}

/** Images taken for each class. */
export function columnSums(confusion: Confusion, classes: number): readonly number[] {
  return sumBy(confusion, classes, (cell) => cell % classes)
}

function sumBy(confusion: Confusion, classes: number, groupOf: (cell: number) => number): readonly number[] {
  const sums = Array.from({ length: classes }, () => 0)
  confusion.forEach((count, cell) => {
    const group = groupOf(cell)
    sums[group] = (sums[group] ?? 0) + count
  })
  return sums
}
