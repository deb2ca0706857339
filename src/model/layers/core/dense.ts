/** Dense: every output is a weighted sum of all inputs. */
import { ACTIVATIONS, readActivation } from '../activations'
import type { Activation } from '../activations'
import { defineLayer, formatShape, sizeOf } from '../define'
import type { LayerProblem } from '../define'
import { readInteger } from '../kerasConfig'
import { BIAS, UNUSED_WEIGHT_ENTRIES, weightArguments, type BiasArgs, type WeightArgs } from '../weightArguments'

const kernel = weightArguments('kernel', 'Kernel', 'glorot_uniform')

type DenseArgs = BiasArgs &
  WeightArgs<'kernel'> & {
    readonly units: number
    readonly activation: Activation
  }

export const dense = defineLayer<'Dense', DenseArgs>({
  className: 'Dense',
  family: 'core',
  keywords: ['fully connected', 'fc', 'linear', 'hidden', 'neurons', 'mlp', 'output'],
  summary: 'Joins every input to every unit; as the last layer, it has one unit a class.',
  defaults: { units: 64, activation: 'relu', ...BIAS.defaults, ...kernel.defaults },
  lastAxis: 'units',
  fields: [
    {
      kind: 'integer',
      name: 'units',
      label: 'Units',
      help: 'How many values the layer gives; the output layer has one a class.',
      min: 1,
      max: 65_536,
      step: 1,
    },
    {
      kind: 'choice',
      name: 'activation',
      label: 'Activation',
      help: 'The function applied to the units; softmax turns the output layer’s into shares that add up to 1.',
      options: ACTIVATIONS,
    },
    ...BIAS.fields,
    ...kernel.fields,
  ],
  problems(_args, input): readonly LayerProblem[] {
    if (input.length === 1) return []
    // Keras would apply the layer along the last axis alone, which in a classifier is nearly always a forgotten Flatten.
    const message = `Dense needs a flat input: insert Flatten to lay ${formatShape(input)} in a row of ${sizeOf(input).toLocaleString('en-US')} values.`
    return [
      { severity: 'error', message, fix: { kind: 'insertBefore', className: 'Flatten', label: 'Insert Flatten' } },
    ]
  },
  outputShape: ({ units }) => [units],
  weights: (args, input) => [
    { name: 'kernel', shape: [input.at(-1) ?? 0, args.units], ...kernel.spec(args) },
    ...BIAS.weights(args, args.units),
  ],
  flops: ({ units }, input) => 2 * sizeOf(input) * units,
  toConfig: (args) => ({
    units: args.units,
    activation: args.activation,
    ...BIAS.toConfig(args),
    ...kernel.toConfig(args),
    ...UNUSED_WEIGHT_ENTRIES,
  }),
  fromConfig: (config) => ({
    units: readInteger(config, 'units'),
    activation: readActivation(config),
    ...BIAS.fromConfig(config),
    ...kernel.fromConfig(config),
  }),
})
