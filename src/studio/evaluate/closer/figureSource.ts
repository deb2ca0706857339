/** What the figures of the window are of. */
import { createContext, use } from 'react'
import type { AskedPredictions } from '../../../engine/protocol/predictions'
import type { SplitStudy } from '../../../model/metrics/splitStudy'

export interface FigureSource {
  readonly split: 'validation' | 'test'
  /** What pictures say below their title: split, model, date. */
  readonly lines: readonly string[]
  readonly study: SplitStudy
  /** Shows the images that a query means. @param why what they are, in a few words, without the split. */
  showImages(query: AskedPredictions, why: string): void
}

export const FigureSourceContext = createContext<FigureSource | undefined>(undefined)

export function useFigureSource(): FigureSource {
  const source = use(FigureSourceContext)
  if (!source) throw new Error('Figures stand inside a FigureSourceContext.')
  return source
}
