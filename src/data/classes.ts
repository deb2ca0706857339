/** The classes of a set of labels, and their order. */

/** The most classes that a dataset may have: beyond it a label column is nearly always another column by mistake. */
export const MAX_CLASSES = 256

/**
 * The different labels: by value when all are numbers, else alphabetically by code unit, which is the same everywhere (`B` before `a`).
 */
export function orderClasses(labels: Iterable<string>): string[] {
  const byText = [...new Set(labels)].toSorted()
  return byText.every(isNumber) ? byText.toSorted((a, b) => Number(a) - Number(b)) : byText
}

function isNumber(text: string): boolean {
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)
}
