/** Reshape: the same values under other axes. */
import { defineLayer, formatShape, isSameShape, sizeOf } from '../define'
import type { ImageShape, LayerFix, LayerProblem, Shape } from '../define'
import { readIntegers } from '../kerasConfig'

type ReshapeArgs = {
  /** One length may be -1: whatever is left (Keras). */
  readonly targetShape: readonly number[]
}

/** The target with its -1, if any, worked out; `undefined` where the input's values don't fill it. */
function resolveTarget(targetShape: readonly number[], input: Shape): Shape | undefined {
  const known = sizeOf(targetShape.filter((length) => length !== -1))
  const rest = sizeOf(input) / known
  const target = targetShape.map((length) => (length === -1 ? rest : length))
  return Number.isInteger(rest) && sizeOf(target) === sizeOf(input) ? target : undefined
}

function findFix(input: Shape, image: ImageShape): LayerFix {
  const target = [image.height, image.width, image.channels]
  return sizeOf(target) === sizeOf(input)
    ? { kind: 'update', args: { targetShape: target }, label: `Set to ${formatShape(target)}` }
    : { kind: 'remove', label: 'Remove Reshape' }
}

export const reshape = defineLayer<'Reshape', ReshapeArgs>({
  className: 'Reshape',
  family: 'reshaping',
  keywords: ['view', 'resize'],
  summary: 'Arranges the same values under other axes, such as 784 values as an image of 28 × 28 × 1.',
  defaults: { targetShape: [28, 28, 1] },
  fields: [
    {
      kind: 'shape',
      name: 'targetShape',
      label: 'Target shape',
      help: 'Lengths along each axis, such as 28 × 28 × 1; one of them may be -1, which stands for whatever is left.',
    },
  ],
  problems({ targetShape }, input, image): readonly LayerProblem[] {
    const target = resolveTarget(targetShape, input)
    if (target === undefined) {
      const fix = findFix(input, image)
      const values = sizeOf(input).toLocaleString('en-US')
      const asked = targetShape.includes(-1)
        ? `can’t be filled with the ${values} values of the input`
        : `holds ${sizeOf(targetShape).toLocaleString('en-US')} values, but the input has ${values}`
      const advice =
        fix.kind === 'update' ? `s${fix.label.slice(1)}` : 'choose lengths with that product, or remove the layer'
      return [
        { severity: 'error', field: 'targetShape', message: `${formatShape(targetShape)} ${asked}: ${advice}.`, fix },
      ]
    }
    if (!isSameShape(target, input)) return []
    const message = `The input is ${formatShape(input)} already, so this layer changes nothing.`
    return [{ severity: 'hint', message, fix: { kind: 'remove', label: 'Remove Reshape' } }]
  },
  outputShape: ({ targetShape }, input) => resolveTarget(targetShape, input) ?? targetShape,
  weights: () => [],
  flops: () => 0,
  toConfig: ({ targetShape }) => ({ target_shape: targetShape }),
  fromConfig: (config) => ({ targetShape: readIntegers(config, 'target_shape') }),
})
