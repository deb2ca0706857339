/** Every layer type as ONNX beside what Keras computes, over a list of arguments, and with the axes of its inputs in several orders. */
import * as ort from 'onnxruntime-web/wasm'
import { describe, expect, it } from 'vitest'
import { readLayerVectors, VECTOR_BATCH, type LayerVector } from '../../model/kerasVectors.fixture'
import { sizeOf } from '../../model/layers/define'
import { LayerConfigError } from '../../model/layers/kerasConfig'
import { definitionOf, LAYERS } from '../../model/layers/registry'
import { channelsFirst, channelsLast, GraphBuilder, type Value } from './builder'
import { encode } from './encode'
import type { Tensor } from './graph'
import { lay } from './layOut'
import { LAYER_WRITERS } from './layers/registry'

ort.env.wasm.numThreads = 1

const ORDERS = {
  'channels last': channelsLast,
  'channels first': channelsFirst,
  'axes turned round': (shape: readonly number[]) => channelsLast(shape).toReversed(),
} as const

/** The layer's arguments; undefined for what Strata does not take. */
function argsOf({ className, config, inputs }: LayerVector) {
  const { fromConfig, problems } = definitionOf(className as keyof typeof LAYER_WRITERS)
  try {
    const args = fromConfig(config, inputs[0]!.length)
    const [height = 1, width = 1, channels = 1] = inputs[0]!
    const isSound = problems(args, inputs, { height, width, channels }).every(({ severity }) => severity !== 'error')
    return isSound ? args : undefined
  } catch (error) {
    if (error instanceof LayerConfigError) return undefined
    throw error
  }
}

/** The largest difference, over the largest value. */
async function differenceOf(vector: LayerVector, args: object, orderOf: (typeof ORDERS)[keyof typeof ORDERS]) {
  const graph = new GraphBuilder()
  const inputs = vector.inputs.map((shape, at): Value => ({
    name: graph.takeName(`input${at}`),
    shape,
    axes: orderOf(shape),
  }))
  graph.beginLayer('layer')
  const write = LAYER_WRITERS[vector.className as 'Dense']
  const written = write({ graph, args: args as never, name: 'layer', inputs: inputs as never, output: vector.output })
  expect(written.shape).toEqual(vector.output)
  const output = graph.channelsLast(written)
  const name = output.name === inputs[0]!.name ? graph.add('Identity', [output.name]) : output.name
  const dimsOf = ({ shape, axes }: Value) => [null, ...axes.map((axis) => shape[axis]!)]
  const weights = [...graph.weights].map(([tensor, laid]): [string, Tensor] => {
    const values = Float32Array.from(vector.weights.find((one) => `layer/${one.name}` === laid.key)!.values)
    return [tensor, { type: 'float', dims: laid.dims, values: lay(values, laid) }]
  })
  const bytes = encode({
    name: 'layer',
    inputs: inputs.map((value) => ({ name: value.name, dims: dimsOf(value) })),
    output: { name, dims: [null, ...vector.output] },
    nodes: graph.nodes,
    tensors: new Map([...graph.tensors, ...weights]),
    metadata: new Map(),
  })
  const session = await ort.InferenceSession.create(bytes)
  const feeds = inputs.map(({ shape, axes, name: input }, at) => {
    const batch = { as: [VECTOR_BATCH, ...shape], axes: [0, ...axes.map((axis) => axis + 1)] }
    const values = lay(Float32Array.from(vector.x[at]!), batch)
    return [
      input,
      new ort.Tensor(
        'float32',
        values,
        batch.axes.map((axis) => batch.as[axis]!),
      ),
    ] as const
  })
  const results = await session.run(Object.fromEntries(feeds))
  await session.release()
  const found = results[name]!.data as Float32Array
  expect(found).toHaveLength(VECTOR_BATCH * sizeOf(vector.output))
  const scale = vector.inference.reduce((most, value) => Math.max(most, Math.abs(value)), 1)
  return found.reduce((most, value, at) => Math.max(most, Math.abs(value - vector.inference[at]!)), 0) / scale
}

describe.each(Object.entries(ORDERS))('with %s', (_name, orderOf) => {
  it.each(LAYERS)('$className gives what Keras gives', async ({ className }) => {
    const vectors = readLayerVectors().filter((vector) => vector.className === className)
    const found: { name: string; difference: number }[] = []
    for (const vector of vectors) {
      const args = argsOf(vector)
      if (args) found.push({ name: vector.name, difference: await differenceOf(vector, args, orderOf) })
    }
    expect(found.length).toBeGreaterThan(0)
    expect(found.filter(({ difference }) => !(difference < 1e-5))).toEqual([])
  })
})
