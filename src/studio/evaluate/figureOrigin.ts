/** What the figures of a split are of, and what they are called. */
import { nameFile } from '../../ui/figure/nameFile'

/** What a figure is of, as its files say it. */
export interface FigureOrigin {
  readonly split: 'validation' | 'test'
  /** Data and model, a line each. */
  readonly lines: readonly string[]
}

/** `Confusion matrix, test split`, and the name of its files. */
export function nameFigure(
  title: string,
  split: FigureOrigin['split'],
): { readonly title: string; readonly fileName: string } {
  return {
    title: `${title}, ${split} split`,
    fileName: nameFile(`${title} ${split}`),
  }
}
