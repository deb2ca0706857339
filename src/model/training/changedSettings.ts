/** What a section has besides its usual settings, in words. */
import { describeArgument, labelInWords } from '../describeArgument'
import type { ArgumentValue, BooleanField, Field } from '../layers/define'
import { isSameValue } from '../sameValue'
import type { SectionValues } from './section'

/** `patience 4`: the settings of these fields that are not the defaults. Whether the section is on is no setting. */
export function changedSettings(
  fields: readonly (Field | BooleanField)[],
  defaults: SectionValues,
  values: SectionValues,
): readonly string[] {
  return fields.flatMap((field) =>
    field.name === 'on' || isSameValue(values[field.name], defaults[field.name])
      ? []
      : // Each value is of the kind of its field.
        `${labelInWords(field)} ${describeArgument(field, values[field.name] as ArgumentValue)}`,
  )
}
