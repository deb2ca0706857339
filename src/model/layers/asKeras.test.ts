/** Every layer type beside Keras's own: what its config means, its shapes and its weights. */
import { describe, expect, it } from 'vitest'
import { readLayerVectors, type LayerVector } from '../kerasVectors.fixture'
import { sizeOf } from './define'
import { LayerConfigError } from './kerasConfig'
import { definitionOf, findDefinition, LAYERS } from './registry'

const vectors = readLayerVectors()

/** What Keras has and Strata has not, and words of the reason. */
const REFUSED: readonly (readonly [name: string, reason: string])[] = [
  ['Dense units=2 activation=relu on 4 x 3', 'Dense needs a flat input'],
  ['Flatten on 6', 'The input is flat already'],
  ['Softmax axis=1 on 3 x 4 x 2', 'Strata has the last one alone'],
  ['Softmax axis=[1, 2] on 3 x 4 x 2', 'Strata has the last one alone'],
  ['BatchNormalization axis=1 on 3 x 4 x 2', 'Strata has the last one alone'],
  ['LayerNormalization axis=1 on 3 x 4 x 2', 'Strata has the last ones alone'],
]

function isTaken({ name }: LayerVector): boolean {
  return !REFUSED.some(([refused]) => refused === name)
}

/** Errors, in the words that a person reads. */
function problemsOf({ className, config, inputs }: LayerVector): readonly string[] {
  const definition = definitionOf(findDefinition(className)!.className)
  const [height = 1, width = 1, channels = 1] = inputs[0]!
  try {
    const problems = definition.problems(definition.fromConfig(config, inputs[0]!.length), inputs, {
      height,
      width,
      channels,
    })
    return problems.flatMap(({ severity, message }) => (severity === 'error' ? [message] : []))
  } catch (error) {
    if (error instanceof LayerConfigError) return [error.message]
    throw error
  }
}

it('has vectors of every layer type, and of no other', () => {
  expect(new Set(vectors.map(({ className }) => className))).toEqual(new Set(LAYERS.map(({ className }) => className)))
})

describe.each(LAYERS)('$className', (definition) => {
  const { fromConfig, toConfig, outputShape, weights } = definitionOf(definition.className)
  const taken = vectors.filter((vector) => vector.className === definition.className && isTaken(vector))

  it('has the shapes, the weights and the parameters that Keras gives it', () => {
    expect(taken.length).toBeGreaterThan(0)
    for (const vector of taken) {
      const { name, config, inputs } = vector
      expect({ name, problems: problemsOf(vector) }).toEqual({ name, problems: [] })
      const args = fromConfig(config)
      const specs = weights(args, inputs)
      expect({
        name,
        output: outputShape(args, inputs),
        parameters: specs.reduce((sum, { shape }) => sum + sizeOf(shape), 0),
        weights: specs.map((spec) => ({ name: spec.name, shape: spec.shape, trainable: spec.trainable })),
      }).toEqual({
        name,
        output: vector.output,
        parameters: vector.parameters,
        weights: vector.weights.map((one) => ({ name: one.name, shape: one.shape, trainable: one.trainable })),
      })
    }
  })

  it('comes back from the config that it writes', () => {
    for (const { name, config } of taken) {
      const args = fromConfig(config)
      expect({ name, args: fromConfig(toConfig(args)) }).toEqual({ name, args })
    }
  })
})

it.each(REFUSED)('%s: %s', (name, reason) => {
  const vector = vectors.find((one) => one.name === name)
  expect(vector && problemsOf(vector).join()).toContain(reason)
})
