/** The settings that a run makes use of, in words. */
import { describeArgument } from '../describeArgument'
import type { ArgumentValue, BooleanField, Field } from '../layers/define'
import { RECIPE_FIELDS, SECTIONS, type Recipe } from './recipe'
import type { RecipeSection } from './section'

export interface UsedSetting {
  /** What the section is called; absent for what stands in the recipe itself. */
  readonly section?: string
  readonly setting: string
  readonly value: string
}

/** The recipe's own settings, and those of every section that the run makes use of. */
export function usedSettings(recipe: Recipe): readonly UsedSetting[] {
  return [
    ...inWords(RECIPE_FIELDS, recipe),
    ...SECTIONS.filter((section) => isUsed(section, recipe)).flatMap(({ name, label, fields }) =>
      inWords(fields, recipe[name]).map((used) => ({ section: label, ...used })),
    ),
  ]
}

/** Whether a run of the recipe makes use of the section. */
export function isUsed({ name, ...section }: (typeof SECTIONS)[number], recipe: Recipe): boolean {
  const { optimizer, learningRate, schedule } = recipe
  // Of this section, whatever its types: its own values are all that it is ever given.
  const { isUsed: test } = section as Pick<RecipeSection, 'isUsed'>
  return test?.(recipe[name], { optimizer, learningRate, schedule: schedule.kind }) ?? true
}

function inWords(fields: readonly (Field | BooleanField)[], values: object): readonly UsedSetting[] {
  return fields.map((field) => ({
    setting: field.label,
    value: describeArgument(field, (values as Readonly<Record<string, ArgumentValue>>)[field.name]),
  }))
}
