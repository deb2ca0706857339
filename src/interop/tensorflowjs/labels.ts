/** The classes as a list, one a line, in the order of the model's outputs. */

/** A line break within a name becomes a blank, so that each line is a class. */
export function writeLabels(classes: readonly string[]): string {
  return classes.map((name) => `${name.replaceAll(/[\r\n]+/g, ' ')}\n`).join('')
}
