import type { Field } from '../../model/layers/define'
import { Fold } from '../../ui/Fold'
import { FormField, type FormValue } from '../../ui/FormField'
import styles from './SectionFields.module.css'

/** A label of more letters takes a row. */
const LONG = 18

export interface SectionFieldsProps {
  /** The group's accessible name. */
  readonly label: string
  readonly fields: readonly Field[]
  readonly values: Readonly<Record<string, unknown>>
  errorId(part: string): string | undefined
  onChange(change: Readonly<Record<string, FormValue>>): void
}

/** The settings of a section of the recipe; those that few people change are folded away. */
export function SectionFields({ label, fields, ...section }: SectionFieldsProps) {
  const advanced = fields.filter((field) => field.advanced)
  const isWrong = advanced.some(({ name }) => section.errorId(name) !== undefined)
  return (
    <div role="group" aria-label={label} className={styles.section}>
      <Grid fields={fields.filter((field) => !field.advanced)} {...section} />
      {advanced.length > 0 && (
        <Fold title="More" plain mustOpen={isWrong}>
          <Grid fields={advanced} {...section} />
        </Fold>
      )}
    </div>
  )
}

function Grid({ fields, values, errorId, onChange }: Omit<SectionFieldsProps, 'label'>) {
  return (
    <div className={styles.fields}>
      {fields.map((spec) => (
        <div key={spec.name} className={spec.kind === 'boolean' || spec.label.length > LONG ? styles.wide : undefined}>
          <FormField
            spec={spec}
            // Each value is of the kind of its field.
            value={values[spec.name] as FormValue}
            errorId={errorId(spec.name)}
            onChange={(value) => onChange({ [spec.name]: value })}
          />
        </div>
      ))}
    </div>
  )
}
