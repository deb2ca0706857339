/** A split in ten numbers. */
import { balancedAccuracy, cohenKappa, matthewsCorrelation } from '../../model/metrics/agreement'
import { classificationReport } from '../../model/metrics/classification'
import { hitsAt, sumRanks } from '../../model/metrics/hits'
import type { SplitStudy } from '../../model/metrics/splitStudy'
import type { NamedFigure } from '../../ui/Figures'
import { formatCount, formatPercent } from '../../ui/format'
import { DEFINITIONS } from './definitions'
import { formatScore } from './studyRows'

export interface KnownRanks {
  readonly k: number
  /** Counted before outputs are rounded to probabilities, in the pass that counted the matrix of the study. */
  readonly ranks: readonly number[]
}

/** @param known absent where no pass counted them, or no k says anything. */
export function overviewOf(
  { classes, confusion, images, probabilities }: SplitStudy,
  known: KnownRanks | undefined,
): readonly NamedFigure[] {
  const { accuracy } = classificationReport(confusion, classes.length)
  return [
    { name: 'Images', value: formatCount(images) },
    { name: 'Accuracy', value: formatPercent(accuracy), definition: DEFINITIONS.accuracy },
    {
      name: 'Balanced accuracy',
      value: formatPercent(balancedAccuracy(confusion, classes)),
      definition: DEFINITIONS.balanced,
    },
    ...(known
      ? [
          {
            name: `Hits at ${known.k}`,
            value: formatPercent(hitsAt(sumRanks(known.ranks, classes.length), known.k)),
            definition: DEFINITIONS.hits,
          },
        ]
      : []),
    {
      name: 'Cohen’s kappa',
      value: formatScore(cohenKappa(confusion, classes.length)),
      definition: DEFINITIONS.kappa,
    },
    {
      name: 'Matthews',
      value: formatScore(matthewsCorrelation(confusion, classes.length)),
      definition: DEFINITIONS.matthews,
    },
    { name: 'Macro AUC', value: formatScore(probabilities?.macro.auc ?? null), definition: DEFINITIONS.auc },
    {
      name: 'Macro AP',
      value: formatScore(probabilities?.macro.averagePrecision ?? null),
      definition: DEFINITIONS.averagePrecision,
    },
    { name: 'Brier score', value: formatScore(probabilities?.brier ?? null), definition: DEFINITIONS.brier },
    {
      name: 'Calibration error',
      value: formatPercent(probabilities?.reliability.error),
      definition: DEFINITIONS.ece,
    },
  ]
}
