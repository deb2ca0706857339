/** What a confusion matrix says, as the page's table shows it: rows true classes, columns predicted ones. */
import { classificationReport } from '../../src/model/metrics/classification'
import { entropyOf } from '../../src/runs/compare'

export interface Look {
  readonly accuracy: number
  /** The mean of the recalls of the classes: what Ludwig calls accuracy. */
  readonly macroRecall: number
  readonly classes: readonly { readonly name: string; readonly f1: number; readonly entropy: number }[]
}

/** @throws Error where the table is not square. */
export function readLook([head = [], ...rows]: readonly (readonly string[])[]): Look {
  const count = rows.length
  if (head.length !== count + 1) throw new Error(`The matrix has ${head.length - 1} columns and ${count} rows.`)
  const confusion = rows.flatMap((row) => row.slice(1).map((cell) => Number(cell.replaceAll(',', ''))))
  const { accuracy, macro, perClass } = classificationReport(confusion, count)
  return {
    accuracy: accuracy ?? NaN,
    macroRecall: macro.recall,
    classes: rows.map(([name = ''], at) => ({
      name,
      f1: perClass[at]?.f1 ?? NaN,
      entropy: entropyOf(confusion.slice(at * count, (at + 1) * count)) ?? NaN,
    })),
  }
}
