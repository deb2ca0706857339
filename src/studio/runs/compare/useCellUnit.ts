/** What the cells of two matrices side by side show: counts, or shares of their rows where counts can’t be compared, until a person chooses. */
import { useState } from 'react'
import { isOfSameSize, type CellUnit } from '../../../runs/compare'

interface Look {
  readonly classes: readonly string[]
  readonly confusion: readonly number[]
}

export interface ChosenUnit {
  readonly unit: CellUnit
  /** Of what is subtracted: shares where the rows are of other sizes, whatever is chosen. */
  readonly ofDifference: CellUnit
  choose(unit: CellUnit): void
}

export function useCellUnit(before: Look | undefined, after: Look | undefined): ChosenUnit {
  const [chosen, choose] = useState<CellUnit>()
  const isUneven = before !== undefined && after !== undefined && !isOfSameSize(before, after)
  const unit = chosen ?? (isUneven ? 'shares' : 'counts')
  return { unit, ofDifference: isUneven ? 'shares' : unit, choose }
}
