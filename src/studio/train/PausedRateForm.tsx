import { useId, useState } from 'react'
import { checkRecipe, DEFAULT_RECIPE } from '../../model/training/recipe'
import { useActions, useRunMetrics } from '../../store/hooks'
import { Button } from '../../ui/Button'
import { NumberField } from '../../ui/NumberField'
import styles from './PausedRateForm.module.css'

/** Sets the learning rate of the paused run for the steps to come. */
export function PausedRateForm() {
  const { setLearningRate } = useActions()
  const metrics = useRunMetrics()
  const id = useId()
  const [applied, setApplied] = useState(() => Number((metrics.lastRate() ?? NaN).toPrecision(4)))
  const [rate, setRate] = useState(applied)
  const error = checkRecipe({ ...DEFAULT_RECIPE, learningRate: rate })[0]?.message
  return (
    <form
      className={styles.form}
      aria-label="Learning rate of the paused run"
      onSubmit={(event) => {
        event.preventDefault()
        if (error !== undefined) return
        setLearningRate(rate)
        setApplied(rate)
      }}
    >
      <div className={styles.field}>
        <NumberField
          label="New learning rate"
          help="For all steps that are still to come in this run. The recipe stays as it is."
          value={rate}
          min={0}
          max={10}
          step={0.0001}
          errorId={error === undefined ? undefined : id}
          onChange={setRate}
        />
      </div>
      <Button type="submit" unavailable={error !== undefined} aria-describedby={error === undefined ? undefined : id}>
        Apply
      </Button>
      {error === undefined ? (
        rate !== applied && (
          <p className={styles.hint} role="status">
            Not applied yet: without Apply, the run goes on with {applied}.
          </p>
        )
      ) : (
        <p id={id} className={styles.error}>
          {error}
        </p>
      )}
    </form>
  )
}
