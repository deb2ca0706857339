/** What a recipe does to labels and gradients, in a few words. */
import { describeArgument, labelInWords } from '../../model/describeArgument'
import { CLIPPING } from '../../model/training/clipping'
import { type Recipe, RECIPE_FIELDS } from '../../model/training/recipe'

const SMOOTHING = RECIPE_FIELDS.find(({ name }) => name === 'labelSmoothing')!

/** `off`, or what is on: `label smoothing 0.1, clip norm 1`. */
export function describeLoss({ labelSmoothing, clipping }: Pick<Recipe, 'labelSmoothing' | 'clipping'>): string {
  const values = [
    ...(labelSmoothing === 0 ? [] : [[SMOOTHING, labelSmoothing] as const]),
    ...CLIPPING.fields.flatMap((field) => {
      const value = clipping[field.name as keyof typeof clipping]
      return value === null ? [] : [[field, value] as const]
    }),
  ]
  const parts = values.map(([field, value]) => `${labelInWords(field)} ${describeArgument(field, value)}`)
  return parts.length === 0 ? 'off' : parts.join(', ')
}
