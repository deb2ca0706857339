import { CALLBACKS } from '../../model/training/callbacks/callbacks'
import type { Recipe } from '../../model/training/recipe'
import { findSchedule, SCHEDULE_CHOICE } from '../../model/training/schedules/schedules'
import { useActions, useDocument } from '../../store/hooks'
import { CheckField } from '../../ui/CheckField'
import { FormField } from '../../ui/FormField'
import form from './FoldedForm.module.css'
import styles from './CallbacksFields.module.css'
import { SchedulePreview } from './SchedulePreview'
import { SectionFields } from './SectionFields'

export interface CallbacksFieldsProps {
  /** The id of the element that says what is wrong with a setting of a section. */
  errorId(section: keyof Recipe, part: string): string | undefined
}

/** The callbacks, each with its settings below it once it is on, and the schedule. */
export function CallbacksFields({ errorId }: CallbacksFieldsProps) {
  return (
    <div role="group" aria-label="Callbacks" className={form.form}>
      <p className={form.about}>They are asked after each epoch, and write down in the run log what they do.</p>
      {CALLBACKS.map(({ name }) => (
        <CallbackFields key={name} name={name} errorId={errorId} />
      ))}
      <ScheduleFields errorId={errorId} />
      <p className={form.about}>A run whose loss becomes infinite or not a number ends in any case (TerminateOnNaN).</p>
    </div>
  )
}

function CallbackFields({
  name,
  errorId,
}: { readonly name: (typeof CALLBACKS)[number]['name'] } & CallbacksFieldsProps) {
  const values = useDocument(({ recipe }) => recipe[name])
  const { editRecipe } = useActions()
  const callback = CALLBACKS.find((each) => each.name === name)!
  const [first, ...fields] = callback.fields
  return (
    <div className={styles.part}>
      <CheckField
        label={callback.label}
        help={first!.help}
        value={values.on}
        onChange={(on) => editRecipe(name, { ...values, on })}
      />
      {values.on && (
        <SectionFields
          label={callback.label}
          fields={fields}
          values={values}
          errorId={(part) => errorId(name, part)}
          onChange={(change) => editRecipe(name, { ...values, ...change })}
        />
      )}
    </div>
  )
}

function ScheduleFields({ errorId }: CallbacksFieldsProps) {
  const recipe = useDocument((document) => document.recipe)
  const { editRecipe } = useActions()
  const schedule = findSchedule(recipe)
  const [kind] = SCHEDULE_CHOICE.fields
  const name = recipe.schedule.kind
  return (
    <div className={styles.part}>
      <div className={styles.choice}>
        <FormField
          spec={kind!}
          value={name}
          onChange={(chosen) => editRecipe('schedule', { kind: chosen as Recipe['schedule']['kind'] })}
        />
      </div>
      {schedule && name !== 'constant' && (
        <>
          <p className={form.about}>{schedule.about}</p>
          <SectionFields
            label={schedule.label}
            fields={schedule.fields}
            values={recipe[name]}
            errorId={(part) => errorId(name, part)}
            onChange={(change) => editRecipe(name, { ...recipe[name], ...change })}
          />
          <SchedulePreview />
        </>
      )}
    </div>
  )
}
