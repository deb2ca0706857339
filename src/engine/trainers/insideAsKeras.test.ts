/** Values written out, and heat maps, from what Keras's layers made of an image. */
import { describe, expect, it } from 'vitest'
import { inputIdsOf } from '../../model/graph/inputs'
import { layerNames } from '../../model/graph/names'
import { withLogits } from '../../model/graph/output'
import { inputShape } from '../../model/graph/shapes'
import { weightSpecsOfLayers } from '../../model/graph/weights'
import { heatMapOf } from '../../model/inside/heatMap'
import { readValue, type Tensor } from '../../model/inside/readValue'
import { INPUT, sizeOf } from '../../model/layers/define'
import { LAYERS } from '../../model/layers/registry'
import { readObservedVectors } from '../../model/kerasVectors.fixture'
import { errorOf } from './errorOf.fixture'
import { ACTIVATIONS } from './kernels/referenceActivations.fixture'
import { openVector } from './observers.fixture'

const VECTORS = readObservedVectors().map(({ model, observed }) => ({ name: model.name, model, observed }))

/** Each layer of a vector's model at work on its first image. */
function layersAtWork({ model, observed }: (typeof VECTORS)[number]) {
  const { subject, images } = openVector(model)
  const { stack, data, weights } = subject
  const { layers } = withLogits(stack)
  const names = layerNames(stack)
  const specs = weightSpecsOfLayers(stack, data)
  const reads = inputIdsOf(layers)
  const shape = inputShape(stack, data)
  const first = observed.rows[0]! * sizeOf(shape)
  const pixels = Array.from(images.pixels.subarray(first, first + sizeOf(shape)), (byte) => byte / 255)
  const outputs = new Map<string, Tensor>([[INPUT, { shape, values: pixels }]])
  return layers.map((layer, index) => {
    const found = observed.layers.find(({ name }) => name === names[index])!
    const output = { shape: found.shape, values: found.output.slice(0, sizeOf(found.shape)) }
    outputs.set(layer.id, output)
    const own = specs[index]!.map(({ key, shape: ofWeight }) => {
      const tensor: Tensor = { shape: ofWeight, values: weights.get(key)! }
      return [key.split('/')[1]!, tensor] as const
    })
    const inputs = (reads.get(layer.id) ?? []).map((id) => outputs.get(id)!)
    return { layer, inputs, weights: new Map(own), output }
  })
}

/** What a value written out comes to; undefined where it is a function whose form is not told here. */
function evaluate(read: ReturnType<typeof readValue>): number | undefined {
  const values = read.terms.map(({ value }) => value)
  const known = values.filter((value) => value !== undefined)
  switch (read.kind) {
    case 'sum': {
      const sum = read.terms.reduce((all, { value = 0, weight = NaN }) => all + value * weight, read.bias ?? 0)
      expect(sum).toBeCloseTo(read.sum, 12)
      if (read.activation === undefined) return sum
      return read.activation in ACTIVATIONS
        ? ACTIVATIONS[read.activation as keyof typeof ACTIVATIONS].f(sum)
        : undefined
    }
    case 'maximum':
    case 'larger':
      return Math.max(...known)
    case 'mean':
    case 'average':
      return known.reduce((all, value) => all + value, 0) / known.length
    case 'add':
      return known.reduce((all, value) => all + value, 0)
    case 'subtract':
      return known[0]! - known[1]!
    case 'multiply':
      return known.reduce((all, value) => all * value, 1)
    case 'normalised':
      return ((known[0]! - read.mean) / Math.sqrt(read.variance + read.epsilon)) * read.gamma + read.beta
    case 'moved':
      return known[0]
    case 'padding':
      return 0
    case 'function':
      if (read.name === 'prelu') return known[0]! > 0 ? known[0] : known[0]! * read.terms[0]!.weight!
      if (read.name === 'softmax') return Math.exp(known[0]!) / known.reduce((all, value) => all + Math.exp(value), 0)
      return read.name in ACTIVATIONS && read.name !== 'relu' && read.name !== 'elu'
        ? ACTIVATIONS[read.name as keyof typeof ACTIVATIONS].f(known[0]!)
        : undefined
    case 'unwritten':
      return undefined
  }
}

function placeOf(shape: readonly number[], index: number): number[] {
  let rest = index
  return shape
    .toReversed()
    .map((length) => {
      const place = rest % length
      rest = Math.floor(rest / length)
      return place
    })
    .toReversed()
}

describe('what a value is made of', () => {
  it.each(VECTORS)('comes to the value, for each layer of $name', (vector) => {
    let compared = 0
    for (const { output, ...atWork } of layersAtWork(vector)) {
      const comparisons = Array.from({ length: sizeOf(output.shape) }, (_, index) => ({
        value: evaluate(readValue(atWork, placeOf(output.shape, index))),
        expected: output.values[index]!,
      })).filter(({ value }) => value !== undefined)
      const deviation = errorOf(
        comparisons.map(({ value }) => value!),
        comparisons.map(({ expected }) => expected),
      )
      if (comparisons.length > 0)
        expect([atWork.layer.className, deviation < 1e-5]).toEqual([atWork.layer.className, true])
      compared += comparisons.length
    }
    expect(compared).toBeGreaterThan(40)
  })

  it('refuses a place that the output does not have', () => {
    const [first] = layersAtWork(VECTORS[0]!)
    expect(() => readValue(first!, [0, 0])).toThrow(RangeError)
    expect(() => readValue(first!, [99, 0, 0])).toThrow(RangeError)
  })

  it('is tried on nearly every layer type', () => {
    const tried = new Set(VECTORS.flatMap((vector) => layersAtWork(vector).map(({ layer }) => layer.className)))
    const others = LAYERS.map(({ className }) => className).filter((className) => !tried.has(className))
    expect(others).toEqual(['GaussianDropout', 'GaussianNoise'])
  })
})

describe('heat maps', () => {
  const maps = VECTORS.flatMap(({ name, observed }) =>
    observed.layers.flatMap((layer) => (layer.gradCam ? [{ name: `${layer.name} of ${name}`, layer }] : [])),
  )

  it.each(maps)('of $name are Grad-CAM and LayerCAM of Keras’s values', ({ layer }) => {
    const [height = 0, width = 0, channels = 0] = layer.shape
    const size = height * width * channels
    for (const method of ['gradCam', 'layerCam'] as const) {
      const both = [0, 1].map((image) =>
        heatMapOf(method, {
          shape: [height, width, channels],
          output: Float32Array.from(layer.output.slice(image * size, (image + 1) * size)),
          gradient: Float32Array.from(layer.gradient.slice(image * size, (image + 1) * size)),
        }),
      )
      // Of sums that cancel, Keras's digits leave one less.
      expect(
        errorOf(
          both.flatMap((map) => [...map]),
          layer[method]!,
        ),
      ).toBeLessThan(1e-4)
    }
  })
})
