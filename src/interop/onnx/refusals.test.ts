/** What an ONNX file of others may hold: weights in other types, and what is refused in a sentence. */
import { create, fromBinary, toBinary } from '@bufbuild/protobuf'
import {
  AttributeProtoSchema,
  AttributeProto_AttributeType,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  TensorProto_DataLocation,
  TensorProto_DataType,
  type ModelProto,
  type TensorProto,
} from 'onnx-buf'
import { describe, expect, it } from 'vitest'
import { entryOf } from '../../files/entryOf.fixture'
import { toFloat16 } from '../../model/float16'
import { createLayer, createStack } from '../../model/graph/stack'
import { initialWeights } from '../../model/graph/initialise'
import type { TrainedModel } from '../../model/trainedModel'
import { findFormats } from '../formats'
import { InteropError } from '../interopError'
import { SMALL_MODEL } from '../smallModel.fixture'
import { onnx } from './onnx'
import { readOnnx } from './readOnnx'
import { writeOnnx } from './write'

const data = { height: 6, width: 6, channels: 1, classes: 3 }
const stack = createStack('image', [
  createLayer('Conv2D', { filters: 2 }),
  createLayer('MaxPooling2D'),
  createLayer('Flatten'),
  createLayer('Dense', { units: 3, activation: 'softmax' }),
])
const MODEL: TrainedModel = { ...SMALL_MODEL, stack, data, weights: initialWeights(stack, data, 3) }
const BYTES = writeOnnx(MODEL, { layout: 'NHWC', takes: 'numbers' })

/** The file with something changed, and without what Strata says of itself. */
function changed(
  change: (model: ModelProto, graph: NonNullable<ModelProto['graph']>) => void,
): Uint8Array<ArrayBuffer> {
  const model = fromBinary(ModelProtoSchema, BYTES.slice())
  model.metadataProps = []
  change(model, model.graph!)
  return toBinary(ModelProtoSchema, model)
}

function whyNot(bytes: Uint8Array<ArrayBuffer>): string {
  try {
    readOnnx(bytes)
    return 'opened'
  } catch (error) {
    if (!(error instanceof InteropError)) throw error
    expect(error.message).toMatch(/^[^\n]+\.$/)
    return error.message
  }
}

const tensorOf = (graph: NonNullable<ModelProto['graph']>, name: string): TensorProto =>
  graph.initializer.find((tensor) => tensor.name === name)!

describe('weights', () => {
  const floats = (tensor: TensorProto): Float32Array => new Float32Array(tensor.rawData.slice().buffer)

  it('are read out of a list of numbers, and of numbers of twice the length', () => {
    const list = changed((_, graph) => {
      const kernel = tensorOf(graph, 'conv2d/kernel')
      kernel.floatData = [...floats(kernel)]
      kernel.rawData = new Uint8Array()
    })
    const doubles = changed((_, graph) => {
      const kernel = tensorOf(graph, 'conv2d/kernel')
      kernel.rawData = new Uint8Array(Float64Array.from(floats(kernel)).buffer)
      kernel.dataType = TensorProto_DataType.DOUBLE
    })
    for (const bytes of [list, doubles]) expect([...readOnnx(bytes).weights]).toEqual([...MODEL.weights])
  })

  it('of 16 bits are read as the numbers that they are', () => {
    const halves = changed((_, graph) => {
      const kernel = tensorOf(graph, 'conv2d/kernel')
      kernel.rawData = new Uint8Array(Uint16Array.from(floats(kernel), toFloat16).buffer)
      kernel.dataType = TensorProto_DataType.FLOAT16
    })
    const read = [...readOnnx(halves).weights.get('conv2d/kernel')!]
    const own = [...MODEL.weights.get('conv2d/kernel')!]
    expect(read).not.toEqual(own)
    expect(Math.max(...read.map((value, at) => Math.abs(value - own[at]!)))).toBeLessThan(1e-3)
  })
})

describe('what can’t be opened is refused in a sentence', () => {
  it.each<[string, Uint8Array<ArrayBuffer>, RegExp]>([
    ['a file that was cut off', BYTES.slice(0, -40), /damaged, or it was cut off/],
    ['a file without a graph', toBinary(ModelProtoSchema, create(ModelProtoSchema, { irVersion: 8n })), /has no graph/],
    [
      'operators of long ago',
      changed((model) => (model.opsetImport[0]!.version = 6n)),
      /operators of version 6, and Strata reads those from 7 on/,
    ],
    [
      'weights in another file',
      changed((_, graph) => (tensorOf(graph, 'dense/kernel').dataLocation = TensorProto_DataLocation.EXTERNAL)),
      /“dense\/kernel” of the ONNX file has its values in another file/,
    ],
    [
      'a shape that claims gigabytes',
      changed((_, graph) => (tensorOf(graph, 'dense/kernel').dims = [2n ** 40n, 8n])),
      /“dense\/kernel” of the ONNX file has 24 values for a shape of 1099511627776 × 8/,
    ],
    [
      'weights that are no numbers',
      changed((_, graph) => tensorOf(graph, 'dense/kernel').rawData.fill(0xff)),
      /Gemm “dense\/Gemm” has weights that are no numbers/,
    ],
    [
      'quantised weights',
      changed((_, graph) => (tensorOf(graph, 'dense/kernel').dataType = TensorProto_DataType.INT8)),
      /is INT8, and Strata reads FLOAT/,
    ],
    [
      'weights of another shape',
      changed((_, graph) => (tensorOf(graph, 'dense/kernel').dims = [3n, 8n])),
      /Gemm “dense\/Gemm” has a kernel that does not fit its input/,
    ],
    [
      'a bound that is computed',
      changed((_, graph) => {
        const flat = graph.node.at(-2)!.output[0]!
        graph.node.at(-1)!.input[0] = 'clipped'
        graph.node.splice(
          -1,
          0,
          create(NodeProtoSchema, { opType: 'Clip', name: 'clip', input: [flat, flat], output: ['clipped'] }),
        )
      }),
      /Clip “clip” computes what it clips to/,
    ],
    [
      'an operator that no layer stands for',
      changed((_, graph) => (graph.node[1]!.opType = 'LSTM')),
      /^The node LSTM “conv2d\/Conv” is of an operator that no layer of Strata’s stands for/,
    ],
    [
      'an operator of somebody’s own',
      changed((_, graph) => (graph.node[1]!.domain = 'com.microsoft')),
      /^The node com\.microsoft\.Conv “conv2d\/Conv”/,
    ],
    [
      'nodes in a circle',
      changed((_, graph) => (graph.node[1]!.input[0] = graph.node.at(-1)!.output[0]!)),
      /reads “probabilities”, which no node before it gives/,
    ],
    [
      'two nodes that give the same',
      changed((_, graph) => (graph.node[2]!.output[0] = graph.node[1]!.output[0]!)),
      /which another one gives already|which no node before it gives/,
    ],
    [
      'a second input',
      changed((_, graph) => graph.input.push({ ...graph.input[0]!, name: 'mask' })),
      /has 2 inputs: Strata opens models with one/,
    ],
    ['a second output', changed((_, graph) => graph.output.push(graph.output[0]!)), /has 2 outputs/],
    [
      'images of any size',
      changed((_, graph) => {
        const { type } = graph.input[0]!
        if (type?.value.case === 'tensorType')
          type.value.value.shape!.dim[1]!.value = { case: 'dimParam', value: 'height' }
      }),
      /does not say how large its images are/,
    ],
    [
      'groups that are not each channel',
      changed((_, graph) => (graph.node[1]!.attribute.find(({ name }) => name === 'group')!.i = 2n)),
      /Conv “conv2d\/Conv” joins its channels in 2 groups/,
    ],
  ])('%s', (_, bytes, reason) => {
    expect(whyNot(bytes)).toMatch(reason)
  })

  it('graphs within graphs, deeper than any model', () => {
    const name = 'body'
    let graph = create(GraphProtoSchema, { name })
    for (let depth = 0; depth < 30; depth++) {
      const attribute = create(AttributeProtoSchema, { name, type: AttributeProto_AttributeType.GRAPH, g: graph })
      graph = create(GraphProtoSchema, { node: [create(NodeProtoSchema, { opType: 'If', attribute: [attribute] })] })
    }
    const bytes = toBinary(ModelProtoSchema, create(ModelProtoSchema, { irVersion: 8n, graph }))
    expect(whyNot(bytes)).toMatch(/more than 32 deep/)
  })

  it('two bytes for each of a million nodes, before memory is taken for them', () => {
    const length = 2 ** 21
    const nodes = new Uint8Array(length).map((_, at) => (at % 2 === 0 ? 0x0a : 0))
    // Field 7 of the model: its graph. Four bytes of seven bits each give the length.
    const varint = [0, 7, 14, 21].map((shift) => ((length >> shift) & 0x7f) | (shift < 21 ? 0x80 : 0))
    const bomb = Uint8Array.from([0x08, 0x08, 0x3a, ...varint, ...nodes])
    expect(whyNot(bomb)).toMatch(/far more memory than any model/)
  })
})

describe('in a drop', () => {
  const find = async (bytes: Uint8Array | string) => {
    const entries = [entryOf('file', bytes)]
    const found = await findFormats(entries, entries, new AbortController().signal)
    return found.map(({ format, holds }) => [format, holds])
  }

  it('is known by its content, damaged or not', async () => {
    expect(await find(BYTES)).toEqual([[onnx, 'model']])
    expect(await find(BYTES.slice(0, 300))).toEqual([[onnx, 'model']])
  })

  it.each([
    ['a SavedModel of TensorFlow', Uint8Array.from([0x08, 0x01, 0x12, 0x80, 0x02, 0x0a, 0x10])],
    ['a TFLite file', Uint8Array.from([0x1c, 0, 0, 0, 0x54, 0x46, 0x4c, 0x33])],
    ['bytes of other things', Uint8Array.from([0x08, 0x08, 0xff, 0xff])],
    ['text', 'label,pixel0\n'],
  ])('%s is none', async (_, bytes) => {
    expect(await find(bytes)).toEqual([])
  })

  it('one that is larger than any model is not read', async () => {
    const huge = { ...entryOf('huge.onnx', BYTES), size: 2 ** 31 }
    await expect(onnx.read([huge])).rejects.toThrow(/“huge\.onnx” is larger than 256 MB/)
  })
})
