import type { Evaluation } from '../../model/metrics/evaluation'
import { hitsAt, macroHitsAt, sumRanks } from '../../model/metrics/hits'
import { useId } from 'react'
import { withoutBidiControls } from '../../common/text'
import { adviseOnLook } from '../../model/training/advice'
import { useActions, useHitsAt, useIsOfRun, useRunAdvice, useSession } from '../../store/hooks'
import { isTraining } from '../../store/session/runPart'
import { Button } from '../../ui/Button'
import { FixButton } from '../../ui/FixButton'
import { focusPanel } from '../../ui/focusPanel'
import { formatCount, formatLoss, formatPercent } from '../../ui/format'
import { Help } from '../../ui/Help'
import { Message } from '../../ui/Message'
import styles from './TestResults.module.css'
import { testState } from './testState'

/** How good the model is on images that neither training nor validation has seen. */
export function TestResults() {
  const heading = useId()
  return (
    <section aria-labelledby={heading} className={styles.section}>
      <h3 id={heading} className={styles.title}>
        Test results
      </h3>
      <Content />
    </section>
  )
}

function Content() {
  const dataset = useSession((session) => session.data.dataset)
  const model = useSession((session) => session.model.current)
  const training = useSession((session) => isTraining(session.run.state))
  const test = useSession((session) => session.model.test)
  const testing = useSession((session) => session.model.testing)
  const { testModel } = useActions()

  const state = testState({ dataset, model, training, test, testing })
  switch (state.kind) {
    case 'results':
      return <Figures results={state.results} />
    case 'missing':
      return <p className={styles.missing}>{state.message}</p>
    case 'untested':
      return (
        <div className={styles.untested}>
          <p className={styles.missing}>This model has not been tested on these data yet.</p>
          <Button
            onClick={({ currentTarget }) => {
              focusPanel(currentTarget)
              void testModel()
            }}
          >
            Test model
          </Button>
        </div>
      )
  }
}

function Figures({ results }: { readonly results: Evaluation }) {
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
