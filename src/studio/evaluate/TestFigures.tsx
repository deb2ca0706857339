import type { Evaluation } from '../../model/metrics/evaluation'
import { hitsAt, macroHitsAt, sumRanks } from '../../model/metrics/hits'
import { withoutBidiControls } from '../../common/text'
import { adviseOnLook } from '../../model/training/advice'
import { useHitsAt, useIsOfRun } from '../../store/hooks'
import { useRunAdvice } from '../../store/run/useRunAdvice'
import { Figures } from '../../ui/Figures'
import { FixButton } from '../../ui/FixButton'
import { formatCount, formatLoss, formatPercent } from '../../ui/format'
import { Message } from '../../ui/Message'

/** How good the model is, in figures, and what follows from them. */
export function TestFigures({ results }: { readonly results: Evaluation }) {
  const classes = results.classes.length
  const k = useHitsAt(classes)
  return (
    <>
      <Figures
        isTight
        figures={[
          { name: 'Accuracy', value: formatPercent(results.accuracy) },
          {
            name: 'Loss',
            value: formatLoss(results.loss),
            term: 'the test loss',
            definition: 'The mean cross-entropy over the test images, in nats: 0 is perfect.',
          },
          ...(k !== undefined && results.ranks
            ? [
                {
                  name: `Hits at ${k}`,
                  value: formatPercent(hitsAt(sumRanks(results.ranks, classes), k)),
                  term: 'hits at k on the test images',
                  definition: `The share of the test images whose true class is among the ${k} with the largest outputs. Ludwig’s hits_at_k is the mean over the classes: ${formatPercent(macroHitsAt(results.ranks, classes, k))} here.`,
                },
              ]
            : []),
          { name: 'Images', value: formatCount(results.images) },
        ]}
      />
      <TestAdvice results={results} />
    </>
  )
}

/** What a teacher would say of the results. Those of the run on show say how it could do better. */
function TestAdvice({ results }: { readonly results: Evaluation }) {
  const ofRun = useRunAdvice()
  const isOfRun = useIsOfRun()
  const advice = isOfRun ? ofRun : undefined
  const message = isOfRun ? advice?.message : adviseOnLook(results)
  if (message === undefined) return null
  return (
    <Message kind="caution">
      {withoutBidiControls(message)}
      {advice?.fix !== undefined && <FixButton onFix={advice.applyFix}>{advice.fix}</FixButton>}
    </Message>
  )
}
