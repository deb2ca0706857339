import { Suspense, useId } from 'react'
import { withoutBidiControls } from '../../common/text'
import type { UnknownClass } from '../../model/graph/fit'
import { useActions, useClassMatch, useIsTestOutdated, useSession } from '../../store/hooks'
import { isTraining } from '../../store/session/runPart'
import { Button } from '../../ui/Button'
import { FixButton } from '../../ui/FixButton'
import { formatAmount } from '../../ui/format'
import { focusPanel } from '../../ui/focusPanel'
import { onDemand } from '../../ui/onDemand'
import styles from './TestResults.module.css'
import { testState } from './testState'

const TestFigures = onDemand(async () => (await import('./TestFigures')).TestFigures)

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
  const isOutdated = useIsTestOutdated()
  const match = useClassMatch()
  const { testModel, leaveOutUnknown } = useActions()

  const state = testState({ dataset, model, training, test, testing, isOutdated })
  switch (state.kind) {
    case 'results':
      return (
        <Suspense>
          <TestFigures results={state.results} />
          {match !== undefined && <p className={styles.missing}>{withoutBidiControls(match)}</p>}
        </Suspense>
      )
    case 'missing':
      return (
        <div className={styles.missing}>
          <p>{withoutBidiControls(state.message)}</p>
          {state.unknown !== undefined && state.unknown.length > 0 && (
            <FixButton onFix={() => void leaveOutUnknown()}>
              Leave out {formatAmount(sumOf(state.unknown), 'image')}
            </FixButton>
          )}
        </div>
      )
    case 'untested':
      return (
        <div className={styles.untested}>
          <p className={styles.missing}>
            {[state.message, match].map((text) => withoutBidiControls(text ?? '')).join(' ')}
          </p>
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

function sumOf(classes: readonly UnknownClass[]): number {
  return classes.reduce((sum, { images }) => sum + images, 0)
}
