import { Check, RotateCcw } from 'lucide-react'
import type { ArgumentValue, LayerProblem } from '../../../model/layers/define'
import type { Layer } from '../../../model/layers/registry'
import { Button } from '../../../ui/Button'
import { FormField } from '../../../ui/FormField'
import { INPUT_FIELD, type Trial } from './trial'
import styles from './TrialForm.module.css'
import { windowFields } from './windowFields'

export interface TrialFormProps {
  readonly layer: Layer
  readonly trial: Trial
  readonly problems: readonly LayerProblem[]
  /** The layer's window slides by other numbers. */
  readonly isOther: boolean
  readonly isOtherInput: boolean
  onChange(name: string, value: ArgumentValue): void
  onUse(): void
  onReset(): void
}

/** The numbers that move the picture, and whether they are the layer's. */
export function TrialForm({ layer, trial, problems, isOther, isOtherInput, onChange, onUse, onReset }: TrialFormProps) {
  return (
    <section className={styles.form} aria-label="Numbers">
      <h3 className={styles.title}>Numbers</h3>
      <div className={styles.fields}>
        {[INPUT_FIELD, ...windowFields(layer.className)].map((field) => (
          <FormField
            key={field.name}
            spec={field}
            value={field === INPUT_FIELD ? trial.input : (trial.args[field.name] ?? null)}
            error={problems.find(({ field: at }) => at === field.name)?.message}
            onChange={(value) => onChange(field.name, value)}
          />
        ))}
      </div>
      <p className={styles.whose} role="status" aria-label="Whose numbers">
        {problems.length > 0 ? NOT_DRAWN : describe(isOther, isOtherInput)}
      </p>
      <div className={styles.actions}>
        <Button look="primary" unavailable={!isOther || problems.length > 0} onClick={onUse}>
          <Check size={14} aria-hidden />
          Use these numbers
        </Button>
        <Button unavailable={!isOther && !isOtherInput} onClick={onReset}>
          <RotateCcw size={14} aria-hidden />
          The layer’s numbers
        </Button>
      </div>
    </section>
  )
}

const NOT_DRAWN = 'These numbers can’t be drawn: the picture has the last ones that go together.'

function describe(isOther: boolean, isOtherInput: boolean): string {
  if (isOther) return 'Only for looking: the layer keeps its own numbers until you use these.'
  if (isOtherInput) return 'The layer’s numbers, on an input of another size, which is only for looking.'
  return 'These are the layer’s own numbers. Change them to see what would happen: the layer stays as it is.'
}
