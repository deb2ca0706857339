import { weightSpecs } from '../../model/graph/weights'
import { layerNames } from '../../model/graph/names'
import * as tf from '@tensorflow/tfjs'
import { beforeAll, describe, expect, it } from 'vitest'
import { INPUT, sizeOf } from '../../model/layers/define'
import type { ArgumentValue, Field, LayerArgs, Shape } from '../../model/layers/define'
import type { Activation } from '../../model/layers/activations'
import { LAYERS } from '../../model/layers/registry'
import { analyseStack, DEFAULT_DATA_SHAPE } from '../../model/graph/shapes'
import type { DataShape } from '../../model/graph/shapes'
import { createLayer, createLayerFrom, createStack, freezeLayers } from '../../model/graph/stack'
import type { Stack } from '../../model/graph/stack'
import { TEMPLATES } from '../../model/graph/templates/templates'
import { readTopology } from './readTopology'
import { toKeras3 } from './keras3Config'
import { toTopology } from './topology'

beforeAll(async () => {
  await tf.setBackend('cpu')
})

async function buildInTfjs(stack: Stack, data: DataShape): Promise<tf.LayersModel> {
  return tf.loadLayersModel({ load: () => Promise.resolve({ modelTopology: toTopology(stack, data) }) })
}

/** The values of an argument that make a difference to shapes, by its field's kind, so that a new layer type is covered unasked. */
function valuesThatMatter(field: Field, input: Shape): readonly ArgumentValue[] {
  switch (field.kind) {
    case 'integer':
      return [1, 3]
    case 'number':
      return [field.min, 0.5, 1]
    case 'pair':
      return [[1, 1], [2, 2], [3, 3], [2, 3], [5, 1], ...(field.emptyMeans === undefined ? [] : [null])]
    case 'boolean':
      return [true, false]
    case 'choice':
      return field.options.length > 2 ? [field.options[1]?.value ?? ''] : field.options.map((option) => option.value)
    default:
      return [[sizeOf(input)], [1, sizeOf(input), 1], [-1, 1], input, [1], [2, 1, 3], [3, 1, 2]]
  }
}

/** All combinations of the arguments that most people change, and the others one at a time. */
function combinations(fields: readonly Field[], input: Shape): readonly LayerArgs[] {
  const common = fields
    .filter(({ advanced }) => !advanced)
    .reduce<readonly LayerArgs[]>(
      (sets, field) =>
        sets.flatMap((args) => valuesThatMatter(field, input).map((value) => ({ ...args, [field.name]: value }))),
      [{}],
    )
  const rare = fields
    .filter(({ advanced }) => advanced)
    .flatMap((field) => valuesThatMatter(field, input).map((value) => ({ [field.name]: value })))
  return [...common, ...rare]
}

const INPUTS: readonly Pick<DataShape, 'height' | 'width' | 'channels'>[] = [
  { height: 7, width: 7, channels: 1 },
  { height: 6, width: 9, channels: 3 },
]

/** The layer by itself, reading the images as often as it must read something. */
function alone({ className, arity }: (typeof LAYERS)[number], input: Stack['input'], args: LayerArgs = {}): Stack {
  const layer = createLayerFrom(className, args)
  return createStack(input, [
    arity.least === 1 ? layer : { ...layer, from: Array.from({ length: arity.least }, () => INPUT) },
  ])
}

/** TensorFlow.js has no layer type of the name. The trainer on it brings its own. */
const LACKING: ReadonlySet<string> = new Set(['Subtract', 'SpatialDropout2D'])

/** Arguments of Keras that TensorFlow.js's own layers refuse or pass over. The trainer on it brings layers that know them. */
function isLackingInTfjs(
  { keepdims, dilationRate, outputPadding, alpha, axis }: LayerArgs,
  className: string,
): boolean {
  const dilated = Array.isArray(dilationRate) && Math.max(...(dilationRate as readonly number[])) > 1
  return (
    keepdims === true ||
    (outputPadding ?? null) !== null ||
    (dilated && (className === 'DepthwiseConv2D' || className === 'Conv2DTranspose')) ||
    (className === 'ELU' && alpha !== 1) ||
    (className === 'Concatenate' && Number(axis) < -1)
  )
}

describe.each(LAYERS.filter(({ className }) => !LACKING.has(className)))('$className', (definition) => {
  it('has the shapes and the parameters that TensorFlow.js gives it, whatever its arguments', async () => {
    let compared = 0
    for (const image of INPUTS) {
      for (const input of ['flat', 'image'] as const) {
        const data = { ...image, classes: 3 }
        const shape = input === 'flat' ? [image.height * image.width * image.channels] : Object.values(image)
        for (const args of combinations(definition.fields, shape)) {
          const stack = alone(definition, input, args)
          const [facts] = analyseStack(stack, data).layers
          if (!facts?.output || isLackingInTfjs(args, definition.className)) continue
          const model = await buildInTfjs(stack, data)
          const output = tf.tidy(() => model.predict(tf.zeros([1, ...shape])) as tf.Tensor)
          const ours = { args, output: [1, ...facts.output], parameters: facts.parameters }
          expect(ours).toEqual({ args, output: output.shape, parameters: model.countParams() })
          expect(weightSpecs(stack, data).map((spec) => [spec.key, spec.shape])).toEqual(
            model.weights.map((weight) => [weight.originalName, weight.shape]),
          )
          output.dispose()
          model.dispose()
          compared++
        }
      }
    }
    expect(compared).toBeGreaterThan(0)
  })

  it('comes back from its own config, and from the one that TensorFlow.js writes of it', async () => {
    for (const input of ['flat', 'image'] as const) {
      const stack = alone(definition, input)
      const [layer] = stack.layers
      if (!layer || !analyseStack(stack, DEFAULT_DATA_SHAPE).layers[0]?.output) continue
      expect(definition.fromConfig(toTopology(stack, DEFAULT_DATA_SHAPE).config.layers.at(-1)?.config ?? {})).toEqual(
        layer.args,
      )
      const model = await buildInTfjs(stack, DEFAULT_DATA_SHAPE)
      const written = model.toJSON(undefined, false) as { config: { layers: { config: Record<string, unknown> }[] } }
      expect(definition.fromConfig(written.config.layers.at(-1)?.config ?? {})).toEqual(layer.args)
      model.dispose()
    }
  })
})

describe('combinations of arguments that Keras refuses', () => {
  it.each([
    ['strides with dilation', { strides: [2, 2], dilationRate: [2, 2] }],
    ['a kernel larger than the image', { kernelSize: [9, 1] }],
    ['a dilated kernel larger than the image', { kernelSize: [3, 3], dilationRate: [4, 4] }],
  ] as const)('%s has no shape here either', (_case, args) => {
    const facts = analyseStack(createStack('image', [createLayer('Conv2D', args)]), {
      height: 8,
      width: 8,
      channels: 1,
      classes: 2,
    }).layers[0]
    expect(facts?.output).toBeUndefined()
    expect(facts?.problems.map((problem) => problem.severity)).toEqual(['error'])
  })
})

describe('activations', () => {
  // Keras's definitions, worked out at these points by hand with 64-bit numbers.
  const erf = (x: number): number => {
    let sum = 0
    for (let n = 0, term = x; n < 60; n++, term *= (-x * x) / n) sum += term / (2 * n + 1)
    return (2 / Math.sqrt(Math.PI)) * sum
  }
  const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))
  const points = [-2, -0.5, 0, 1.5]
  const shares = points.map(Math.exp)
  const total = shares.reduce((sum, share) => sum + share, 0)
  // Of hard_sigmoid, TensorFlow.js has Keras 2's, in whose place the trainer on it puts Keras 3's.
  const definitions: Readonly<Record<Exclude<Activation, 'hard_sigmoid'>, (x: number) => number>> = {
    linear: (x) => x,
    relu: (x) => Math.max(0, x),
    relu6: (x) => Math.min(Math.max(0, x), 6),
    elu: (x) => (x > 0 ? x : Math.exp(x) - 1),
    selu: (x) => 1.0507009873554805 * (x > 0 ? x : 1.6732632423543772 * (Math.exp(x) - 1)),
    gelu: (x) => 0.5 * x * (1 + erf(x / Math.SQRT2)),
    swish: (x) => x * sigmoid(x),
    mish: (x) => x * Math.tanh(Math.log(1 + Math.exp(x))),
    softplus: (x) => Math.log(1 + Math.exp(x)),
    softsign: (x) => x / (1 + Math.abs(x)),
    sigmoid,
    tanh: Math.tanh,
    softmax: (x) => Math.exp(x) / total,
    log_softmax: (x) => x - Math.log(total),
  }

  it.each(Object.entries(definitions))('%s means in TensorFlow.js what it means in Keras', async (name, definition) => {
    const value = name as Activation
    const data = { height: 1, width: 4, channels: 1, classes: 4 }
    const model = await buildInTfjs(createStack('flat', [createLayer('Dense', { units: 4, activation: value })]), data)
    model.setWeights([tf.eye(4), tf.zeros([4])])
    const output = (model.predict(tf.tensor2d([points])) as tf.Tensor).dataSync()
    points.forEach((x, index) => expect(output[index]).toBeCloseTo(definition(x), 5))
  })
})

describe('templates', () => {
  it.each(TEMPLATES)('$name opens in TensorFlow.js with our names, shapes and parameters', async ({ build }) => {
    const { stack } = build(DEFAULT_DATA_SHAPE)
    const model = await buildInTfjs(stack, DEFAULT_DATA_SHAPE)
    const facts = analyseStack(stack, DEFAULT_DATA_SHAPE)
    // A graph has a layer for its input, and TensorFlow.js lists its layers by their depth.
    const theirs = new Map(model.layers.map((layer) => [layer.name, layer.outputShape]))
    theirs.delete('input_1')
    expect(new Set(theirs.keys())).toEqual(new Set(layerNames(stack)))
    expect(layerNames(stack).map((name) => theirs.get(name))).toEqual(
      facts.layers.map((layer) => [null, ...(layer.output ?? [])]),
    )
    expect(model.countParams()).toBe(facts.parameters)
    model.dispose()
  })
})

describe('an axis that a config counts from the batch', () => {
  const line = (...layers: readonly { class_name: string; config: Record<string, unknown> }[]) => ({
    class_name: 'Sequential',
    config: { layers },
  })
  const conv = { class_name: 'Conv2D', config: { filters: 2, kernel_size: 3, batch_input_shape: [null, 8, 8, 1] } }
  const norm = (axis: unknown) => ({ class_name: 'BatchNormalization', config: { axis } })

  it('is the last one where the shape behind the layers before says so', () => {
    expect(readTopology(line(conv, norm([3])), []).layers).toHaveLength(2)
    const flat = line(conv, { class_name: 'Flatten', config: {} }, norm(1))
    expect(readTopology(flat, []).layers).toHaveLength(3)
  })

  it('is refused in a sentence where it is another', () => {
    expect(() => readTopology(line(conv, norm([1])), [])).toThrow(
      'The model’s layer “layer 2” (BatchNormalization) has [1] for axis; Strata has the last one alone.',
    )
    expect(() => readTopology(line(conv, { class_name: 'Softmax', config: { axis: 1 } }), [])).toThrow('has 1 for axis')
  })
})

describe('frozen layers', () => {
  const stack = createStack('image', [
    createLayer('Conv2D', { filters: 2 }),
    createLayer('BatchNormalization'),
    createLayer('Dropout'),
    createLayer('Flatten'),
    createLayer('Dense', { units: 10, activation: 'softmax' }),
  ])
  const frozen = freezeLayers(
    stack,
    stack.layers.slice(0, 2).map(({ id }) => id),
    true,
  )
  const isFrozen = (layers: readonly { readonly frozen?: true }[]) => layers.map((layer) => layer.frozen ?? false)

  it('say so in a config, and are frozen again when it is read', () => {
    const topology = toTopology(frozen, DEFAULT_DATA_SHAPE)
    expect(topology.config.layers.map(({ config }) => config['trainable'])).toEqual([false, false, true, true, true])
    const notes: string[] = []
    expect(isFrozen(readTopology(topology, notes).layers)).toEqual([true, true, false, false, false])
    expect(notes).toEqual([])
    expect(toKeras3(frozen, DEFAULT_DATA_SHAPE, undefined).config['layers']).toMatchObject([
      { class_name: 'InputLayer' },
      { config: { name: 'conv2d', trainable: false } },
      { config: { name: 'batch_normalization', trainable: false } },
      { config: expect.not.objectContaining({ trainable: false }) as object },
      {},
      {},
    ])
  })

  it('are all layers of a model that is frozen, within another model too; those without weights have nothing to keep', () => {
    const topology = toTopology(stack, DEFAULT_DATA_SHAPE) as { config: { layers: readonly object[] } }
    const [first, ...rest] = topology.config.layers
    const inner = {
      class_name: 'Sequential',
      config: { name: 'inner', trainable: false, layers: [first, rest[0], rest[1]] },
    }
    const nested = { ...topology, config: { name: 'outer', layers: [inner, ...rest.slice(2)] } }
    const notes: string[] = []
    expect(isFrozen(readTopology(nested, notes).layers)).toEqual([true, true, false, false, false])
    expect(notes).toEqual([])
    const whole = { ...topology, config: { ...topology.config, trainable: false } }
    expect(isFrozen(readTopology(whole, []).layers)).toEqual([true, true, false, false, true])
  })
})
