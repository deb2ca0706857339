/** Labels as they stand in tables and arrays of numbers. */

/** The most letters of a label. */
export const MAX_LABEL_LENGTH = 1000

/**
 * Without blanks around it. A whole number is written as one, since `5`, `5.0` and numpy's `5.000000000000000000e+00` are one class that
 * went through different programs.
 */
export function tidyLabel(text: string): string {
  const label = text.trim()
  if (!/^[+-]?\d+\.\d*$|^[+-]?\d+(\.\d*)?e[+-]?\d+$/i.test(label)) return label
  const value = Number(label)
  return Number.isSafeInteger(value) ? String(value) : label
}
