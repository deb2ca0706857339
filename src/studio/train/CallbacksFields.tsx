import { CALLBACKS } from '../../model/training/callbacks/callbacks'
import type { Recipe } from '../../model/training/recipe'
import { findSchedule, SCHEDULE_CHOICE } from '../../model/training/schedules/schedules'
import { useActions, useDocument } from '../../store/hooks'
import { CheckField } from '../../ui/CheckField'
import { FormField } from '../../ui/FormField'
import type { CallbacksFormProps } from './CallbacksForm'
import styles from './CallbacksFields.module.css'
import { SchedulePreview } from './SchedulePreview'
import { SectionFields } from './SectionFields'

type ErrorId = Pick<CallbacksFormProps, 'errorId'>

/** The callbacks, each with its settings below it once it is on, and the schedule. */
export function CallbacksFields({ errorId }: ErrorId) {
  return (
    <div role="group" aria-label="Callbacks" className={styles.form}>
      <p className={styles.about}>They are asked after each epoch, and write down in the run log what they do.</p>
      {CALLBACKS.map(({ name }) => (
        <CallbackFields key={name} name={name} errorId={errorId} />
      ))}
      <ScheduleFields errorId={errorId} />
      <p className={styles.about}>
        A run whose loss becomes infinite or not a number ends in any case (TerminateOnNaN).
      </p>
    </div>
  )
}

function CallbackFields({ name, errorId }: { readonly name: (typeof CALLBACKS)[number]['name'] } & ErrorId) {
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
        onChange={(on) => editRecipe(name, { ...values, on } as Recipe[typeof name])}
      />
      {values.on && (
        <SectionFields
          label={callback.label}
          fields={fields}
          values={values}
          errorId={(part) => errorId(name, part)}
          // The fields are those of this section, and give values of their kinds.
          onChange={(change) => editRecipe(name, { ...values, ...change } as Recipe[typeof name])}
        />
      )}
    </div>
  )
}

function ScheduleFields({ errorId }: ErrorId) {
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
          <p className={styles.about}>{schedule.about}</p>
          <SectionFields
            label={schedule.label}
            fields={schedule.fields}
            values={recipe[name]}
            errorId={(part) => errorId(name, part)}
            onChange={(change) => editRecipe(name, { ...recipe[name], ...change } as Recipe[typeof name])}
          />
          <SchedulePreview />
        </>
      )}
    </div>
  )
}
