import { balancedAccuracy, cohenKappa, matthewsCorrelation } from '../../../model/metrics/agreement'
import { classificationReport } from '../../../model/metrics/classification'
import { hitsAt, sumRanks } from '../../../model/metrics/hits'
import { isSameValue } from '../../../model/sameValue'
import { useHitsAt, useSession } from '../../../store/hooks'
import { Figures } from '../../../ui/Figures'
import { formatCount, formatPercent } from '../../../ui/format'
import { DEFINITIONS } from './definitions'
import { useFigureSource } from './figureSource'
import { formatScore } from './studyRows'

/** The split in ten numbers. */
export function Overview() {
  const { study, split } = useFigureSource()
  const { classes, confusion, images, probabilities } = study
  const { accuracy } = classificationReport(confusion, classes.length)
  const k = useHitsAt(classes.length)
  const evaluation = useSession(({ model, run }) => (split === 'test' ? model.test : run.validation))
  // They are counted from outputs before these are rounded to probabilities, in the pass that counted this matrix.
  const ranks = evaluation && isSameValue(evaluation.confusion, confusion) ? evaluation.ranks : undefined
  return (
    <Figures
      label={`Figures of the ${split} split`}
      figures={[
        { name: 'Images', value: formatCount(images) },
        { name: 'Accuracy', value: formatPercent(accuracy), definition: DEFINITIONS.accuracy },
        {
          name: 'Balanced accuracy',
          value: formatPercent(balancedAccuracy(confusion, classes)),
          definition: DEFINITIONS.balanced,
        },
        ...(k !== undefined && ranks
          ? [
              {
                name: `Hits at ${k}`,
                value: formatPercent(hitsAt(sumRanks(ranks, classes.length), k)),
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
      ]}
    />
  )
}
