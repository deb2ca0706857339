/** Permute: the same values with their axes in another order. */
import { defineLayer, formatShape } from '../define'
import type { LayerFix, LayerProblem, Shape } from '../define'
import { readIntegers } from '../kerasConfig'

type PermuteArgs = {
  /** Which axis, from 1, becomes each axis (Keras). */
  readonly dims: readonly number[]
}

/** Whether each axis of the input is there once. */
function isOrder(dims: readonly number[], input: Shape): boolean {
  return dims.length === input.length && input.every((_, axis) => dims.includes(axis + 1))
}

function findFix({ length }: Shape): LayerFix {
  if (length < 2) return { kind: 'remove', label: 'Remove Permute' }
  const dims = [2, 1, ...Array.from({ length: length - 2 }, (_, i) => i + 3)]
  return { kind: 'update', args: { dims }, label: `Set to ${formatShape(dims)}` }
}

export const permute = defineLayer<'Permute', PermuteArgs>({
  className: 'Permute',
  family: 'reshaping',
  keywords: ['transpose', 'swap axes'],
  summary: 'Puts the axes in another order, such as height and width the other way round.',
  defaults: { dims: [2, 1, 3] },
  fields: [
    {
      kind: 'shape',
      name: 'dims',
      label: 'Order of the axes',
      help: 'Which axis comes first, second and third: 2 × 1 × 3 turns height and width round.',
    },
  ],
  problems({ dims }, input): readonly LayerProblem[] {
    if (!isOrder(dims, input)) {
      const fix = findFix(input)
      const axes = input.length === 1 ? 'one axis' : `axes 1 to ${input.length}, and each comes once`
      const advice =
        fix.kind === 'update'
          ? `s${fix.label.slice(1)}, or another order of them`
          : 'there is nothing to reorder, so remove the layer'
      return [
        {
          severity: 'error',
          field: 'dims',
          message: `The order is ${formatShape(dims)}, but the input has ${axes}: ${advice}.`,
          fix,
        },
      ]
    }
    if (dims.some((axis, place) => axis !== place + 1)) return []
    const message = 'The axes stay in their order, so this layer changes nothing.'
    return [{ severity: 'hint', message, fix: { kind: 'remove', label: 'Remove Permute' } }]
  },
  outputShape: ({ dims }, input) => dims.map((axis) => input[axis - 1] ?? 1),
  weights: () => [],
  flops: () => 0,
  toConfig: ({ dims }) => ({ dims }),
  fromConfig: (config) => ({ dims: readIntegers(config, 'dims') }),
})
