/** Several measurements of one thing. */
import { median } from '../../common/median'

export interface Spread {
  readonly median: number
  readonly least: number
  readonly most: number
  readonly samples: number
}

/** @throws RangeError when there is none. */
export function spreadOf(values: readonly number[]): Spread {
  if (values.length === 0) throw new RangeError('A spread needs a value')
  return { median: median(values), least: Math.min(...values), most: Math.max(...values), samples: values.length }
}

/** Each of its values changed by a function that keeps their order, or turns it round. */
export function mapSpread({ median: middle, least, most, samples }: Spread, change: (value: number) => number): Spread {
  const ends = [change(least), change(most)]
  return { median: change(middle), least: Math.min(...ends), most: Math.max(...ends), samples }
}
