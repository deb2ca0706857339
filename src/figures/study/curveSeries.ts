/** The curves of a split, as they are drawn, read and written. */
import type { ClassCurves, ProbabilityStudy } from '../../model/metrics/splitStudy'

export interface CurveSeries {
  readonly key: string
  readonly name: string
  /** The area below it. */
  readonly area: number | null
  /** At the places of the grid; `null` where it is undefined. */
  readonly ys: readonly number[] | null
  readonly kind: 'class' | 'macro' | 'micro'
  /** In class order. */
  readonly index: number
}

export type CurveKind = 'roc' | 'precision'

/** `all`, `macro`, `micro`, or the index of a class. */
export type ChosenCurve = string

/** All curves of a kind: the classes in their order, then the averages. */
export function seriesOf(
  { perClass, macro, micro }: ProbabilityStudy,
  classes: readonly string[],
  kind: CurveKind,
): readonly CurveSeries[] {
  const one = (of: ClassCurves, rest: Pick<CurveSeries, 'key' | 'name' | 'kind' | 'index'>): CurveSeries => ({
    ...rest,
    area: kind === 'roc' ? of.auc : of.averagePrecision,
    ys: of[kind],
  })
  return [
    ...perClass.map((of, index) => one(of, { key: String(index), name: classes[index] ?? '', kind: 'class', index })),
    one(macro, { key: 'macro', name: 'Macro average', kind: 'macro', index: -1 }),
    one(micro, { key: 'micro', name: 'Micro average', kind: 'micro', index: -1 }),
  ]
}

/** As many are told apart by colour. */
export const MOST_COLOURS = 10

/** Which are drawn. With all classes, so is their mean. */
export function drawn(series: readonly CurveSeries[], chosen: ChosenCurve): readonly CurveSeries[] {
  return series.filter(({ key, kind }) => (chosen === 'all' ? kind !== 'micro' : key === chosen))
}

/** Which are named and read: of more classes than colours, the averages alone. */
export function named(series: readonly CurveSeries[], chosen: ChosenCurve): readonly CurveSeries[] {
  const some = drawn(series, chosen)
  return some.length > MOST_COLOURS + 1 ? some.filter(({ kind }) => kind !== 'class') : some
}
