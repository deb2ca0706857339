/**
 * What a part of the recipe is. A section holds all that Strata knows of its settings: the fields of their form, their defaults, and what
 * can be wrong with them. A new section is a file with one `defineSection` call and one line in `recipe.ts`; it is then compared, checked,
 * saved and opened.
 */
import { checkField } from '../fields'
import type { BooleanField, Field } from '../layers/define'

export type SectionValues = Readonly<Record<string, unknown>>

export interface TrainingFacts {
  /** Images of each class in the train split, before any of them are kept aside to validate. */
  readonly trainPerClass?: readonly number[]
  /** The data bring a validation split of their own, so that `validationSplit` isn't used. */
  readonly hasValidation?: boolean
}

/** What a section may have to fit, of the rest of the recipe and of the data. */
export interface Plan {
  /** The name of the optimizer. */
  readonly optimizer: string
  readonly learningRate: number
  /** The name of the schedule. */
  readonly schedule: string
  /** Whether an epoch ends with a look at validation images. Absent while that can't be told. */
  readonly validates?: boolean
  /** Steps of the whole run. Absent while that can't be told. */
  readonly steps?: number
}

export interface SettingProblem<Setting extends string = string> {
  readonly setting: Setting
  /** One plain sentence. */
  readonly message: string
  /** A value that mends it. */
  readonly suggestion?: number | string | boolean
}

export interface RecipeSection<
  Name extends string = string,
  Values extends SectionValues = SectionValues,
  Setting extends string = string,
> {
  /** Its key in the recipe. */
  readonly name: Name
  /** What messages call it. */
  readonly label: string
  readonly defaults: Values
  /** One field for every setting, in the order of the form. */
  readonly fields: readonly (Field<Setting> | BooleanField<Setting>)[]
  /** Whether the run makes use of it. Of what it does not use, nothing is wrong. Absent for a section that always counts. */
  isUsed?(values: Values, plan: Plan): boolean
  /** What is wrong with values that each pass their field's check. */
  check?(values: Values, plan: Plan): readonly SettingProblem<Setting>[]
}

/** Infers a section's name and values, and holds its fields to the names of its settings. */
export function defineSection<const Name extends string, Values extends SectionValues>(
  section: RecipeSection<Name, Values, keyof Values & string>,
): RecipeSection<Name, Values, keyof Values & string> {
  return section
}

/** What is wrong with a section's values: what its fields say, or else what the section says of all of them together within a plan. */
export function checkSection<Setting extends string>(
  section: RecipeSection<string, SectionValues, Setting>,
  values: SectionValues,
  plan?: Plan,
): readonly SettingProblem<Setting>[] {
  if (plan && section.isUsed && !section.isUsed(values, plan)) return []
  const problems = section.fields.flatMap((field): SettingProblem<Setting>[] => {
    const message = checkField(field, values[field.name])
    return message === undefined ? [] : [{ setting: field.name, message }]
  })
  return problems.length > 0 || !plan ? problems : (section.check?.(values, plan) ?? [])
}
