import { Suspense, useId } from 'react'
import { useActions, useIsTestOutdated, useSession } from '../../store/hooks'
import { isTraining } from '../../store/session/runPart'
import { Button } from '../../ui/Button'
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
  const { testModel } = useActions()

  const state = testState({ dataset, model, training, test, testing, isOutdated })
  switch (state.kind) {
    case 'results':
      return (
        <Suspense>
          <TestFigures results={state.results} />
        </Suspense>
      )
    case 'missing':
      return <p className={styles.missing}>{state.message}</p>
    case 'untested':
      return (
        <div className={styles.untested}>
          <p className={styles.missing}>{state.message}</p>
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
