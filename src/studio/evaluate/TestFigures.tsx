import type { Evaluation } from '../../model/metrics/evaluation'
import { hitsAt, macroHitsAt, sumRanks } from '../../model/metrics/hits'
import { withoutBidiControls } from '../../common/text'
import { adviseOnLook } from '../../model/training/advice'
import { useHitsAt, useIsOfRun } from '../../store/hooks'
import { useRunAdvice } from '../../store/run/useRunAdvice'
import { FixButton } from '../../ui/FixButton'
import { formatCount, formatLoss, formatPercent } from '../../ui/format'
import { Help } from '../../ui/Help'
import { Message } from '../../ui/Message'
import styles from './TestFigures.module.css'

/** How good the model is, in figures, and what follows from them. */
export function TestFigures({ results }: { readonly results: Evaluation }) {
  const classes = results.classes.length
  const k = useHitsAt(classes)
  return (
    <>
      <dl className={styles.figures}>
        <div>
          <dt>Accuracy</dt>
          <dd>{formatPercent(results.accuracy)}</dd>
        </div>
        <div>
          <dt>
            Loss
            <Help term="the test loss" text="The mean cross-entropy over the test images, in nats: 0 is perfect." />
          </dt>
          <dd>{formatLoss(results.loss)}</dd>
        </div>
        {k !== undefined && results.ranks && (
          <div>
            <dt>
              Hits at {k}
              <Help
                term="hits at k on the test images"
                text={`The share of the test images whose true class is among the ${k} with the largest outputs. Ludwig’s hits_at_k is the mean over the classes: ${formatPercent(macroHitsAt(results.ranks, classes, k))} here.`}
              />
            </dt>
            <dd>{formatPercent(hitsAt(sumRanks(results.ranks, classes), k))}</dd>
          </div>
        )}
        <div>
          <dt>Images</dt>
          <dd>{formatCount(results.images)}</dd>
        </div>
      </dl>
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
