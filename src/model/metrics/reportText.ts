/** scikit-learn's `classification_report` as text, with two digits and all classes as `labels`. */
import { classificationReport, type AverageScores } from './classification'
import type { Confusion } from './confusion'

/** @returns what scikit-learn prints; scores that are undefined are 0 there. */
export function reportText(confusion: Confusion, classes: readonly string[]): string {
  const { perClass, macro, weighted, accuracy, images } = classificationReport(confusion, classes.length)
  const names = [...classes, 'weighted avg']
  const width = Math.max(...names.map((name) => Array.from(name).length))
  const line = (name: string, cells: readonly string[]): string =>
    `${' '.repeat(width - Array.from(name).length)}${name} ${cells.map((cell) => ` ${cell.padStart(9)}`).join('')}`
  const scores = ({ precision, recall, f1 }: { readonly [Score in keyof AverageScores]: number | null }) =>
    [precision, recall, f1].map((score) => toTwoDigits(score ?? 0))
  return [
    line('', ['precision', 'recall', 'f1-score', 'support']),
    '',
    ...classes.map((name, index) => line(name, [...scores(perClass[index]!), String(perClass[index]!.support)])),
    '',
    line('accuracy', ['', '', toTwoDigits(accuracy ?? 0), String(images)]),
    line('macro avg', [...scores(macro), String(images)]),
    line('weighted avg', [...scores(weighted), String(images)]),
    '',
  ].join('\n')
}

/** As Python writes it: of two that are as near, the even one. Only eighths lie in the middle. */
function toTwoDigits(value: number): string {
  const isTie = Number.isInteger(8 * value) && !Number.isInteger(4 * value)
  const below = Math.floor(100 * value)
  return isTie ? ((below % 2 === 0 ? below : below + 1) / 100).toFixed(2) : value.toFixed(2)
}
