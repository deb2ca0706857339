/** The bytes of an ONNX file as a graph. Nothing in it is followed out of the file, and nothing is run. */
import { fromBinary } from '@bufbuild/protobuf'
import {
  AttributeProto_AttributeType as AttributeType,
  ModelProtoSchema,
  TensorProto_DataLocation,
  TensorProto_DataType as DataType,
  type AttributeProto,
  type GraphProto,
  type ModelProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from 'onnx-buf'
import { quoted } from '../../common/text'
import { fromFloat16 } from '../../model/float16'
import { sizeOf } from '../../model/layers/define'
import { InteropError } from '../interopError'
import type { Attribute, OnnxGraph, OnnxNode, OnnxValue, Tensor } from './graph'
import { checkWeight } from './weigh'

export interface Decoded extends OnnxGraph {
  readonly opset: number
}

/** Since 7, of 2017, operators broadcast as they do today. */
const OLDEST_OPSET = 7

/** @throws InteropError with one plain sentence. */
export function decode(bytes: Uint8Array<ArrayBuffer>): Decoded {
  const { graph, metadataProps, opsetImport } = parse(bytes)
  if (!graph) throw new InteropError('The ONNX file has no graph, or it was cut off.')
  const opset = Number(opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx')?.version ?? 0)
  if (opset < OLDEST_OPSET) {
    throw new InteropError(
      `The ONNX file has operators of version ${opset}, and Strata reads those from ${OLDEST_OPSET} on: export the model with a newer opset.`,
    )
  }
  if (graph.sparseInitializer.length > 0)
    throw new InteropError('The ONNX file has sparse weights, which Strata does not read: export it with plain ones.')
  const tensors = new Map(graph.initializer.map((tensor) => [tensor.name, readTensor(tensor)]))
  return {
    opset,
    name: graph.name,
    inputs: graph.input.filter(({ name }) => !tensors.has(name)).map(readValue),
    output: readOutput(graph),
    nodes: graph.node.map(readNode),
    tensors,
    metadata: new Map(metadataProps.map(({ key, value }) => [key, value])),
  }
}

function parse(bytes: Uint8Array<ArrayBuffer>): ModelProto {
  try {
    checkWeight(bytes, ModelProtoSchema)
    return fromBinary(ModelProtoSchema, bytes, { readUnknownFields: false })
  } catch (error) {
    if (error instanceof InteropError) throw error
    // The library says in which byte.
    throw new InteropError('The ONNX file is damaged, or it was cut off.', { cause: error })
  }
}

function readOutput({ output }: GraphProto): OnnxValue {
  const [only, second] = output
  if (only && !second) return readValue(only)
  throw new InteropError(`The ONNX model has ${output.length} outputs: Strata opens models with one.`)
}

function readValue({ name, type }: ValueInfoProto): OnnxValue {
  const tensor = type?.value.case === 'tensorType' ? type.value.value : undefined
  const dims = (tensor?.shape?.dim ?? []).map(({ value }) =>
    value.case === 'dimValue' && value.value > 0n ? Number(value.value) : null,
  )
  return { name, dims }
}

function readNode({ name, opType, domain, input, output, attribute }: NodeProto): OnnxNode {
  const isStandard = domain === '' || domain === 'ai.onnx'
  return {
    op: isStandard ? opType : `${domain}.${opType}`,
    name,
    inputs: input,
    outputs: output,
    attributes: Object.fromEntries(
      attribute.flatMap((each): [string, Attribute][] => {
        const read = readAttribute(each)
        return read ? [[each.name, read]] : []
      }),
    ),
  }
}

/** Undefined for graphs and other things that no operator of a layer has. */
function readAttribute({ type, i, f, s, ints, floats, t }: AttributeProto): Attribute | undefined {
  switch (type) {
    case AttributeType.INT:
      return { type: 'int', value: Number(i) }
    case AttributeType.FLOAT:
      return { type: 'float', value: f }
    case AttributeType.STRING:
      return { type: 'text', value: new TextDecoder().decode(s) }
    case AttributeType.INTS:
      return { type: 'ints', value: ints.map(Number) }
    case AttributeType.FLOATS:
      return { type: 'floats', value: floats }
    case AttributeType.TENSOR:
      return t && { type: 'tensor', value: readTensor(t) }
    default:
      return undefined
  }
}

/** How values lie in the bytes, or else in a list. */
interface Packing {
  readonly bytes: number
  readonly isFloat: boolean
  read(view: DataView, at: number): number
  list(tensor: TensorProto): readonly number[]
}

const PACKINGS: ReadonlyMap<number, Packing> = new Map<number, Packing>([
  [
    DataType.FLOAT,
    { bytes: 4, isFloat: true, read: (view, at) => view.getFloat32(at, true), list: ({ floatData }) => floatData },
  ],
  [
    DataType.DOUBLE,
    { bytes: 8, isFloat: true, read: (view, at) => view.getFloat64(at, true), list: ({ doubleData }) => doubleData },
  ],
  [
    DataType.FLOAT16,
    {
      bytes: 2,
      isFloat: true,
      read: (view, at) => fromFloat16(view.getUint16(at, true)),
      list: ({ int32Data }) => int32Data.map(fromFloat16),
    },
  ],
  [
    DataType.INT32,
    { bytes: 4, isFloat: false, read: (view, at) => view.getInt32(at, true), list: ({ int32Data }) => int32Data },
  ],
  [
    DataType.INT64,
    {
      bytes: 8,
      isFloat: false,
      read: (view, at) => Number(view.getBigInt64(at, true)),
      list: ({ int64Data }) => int64Data.map(Number),
    },
  ],
])

function readTensor(tensor: TensorProto): Tensor {
  const whose = `The tensor ${quoted(tensor.name)} of the ONNX file`
  if (tensor.dataLocation === TensorProto_DataLocation.EXTERNAL || tensor.externalData.length > 0) {
    throw new InteropError(
      `${whose} has its values in another file, which is not read: save the model as one file, as onnx.save does unless it is asked otherwise.`,
    )
  }
  const packing = PACKINGS.get(tensor.dataType)
  if (!packing) {
    const type = DataType[tensor.dataType] ?? `of the unknown type ${tensor.dataType}`
    throw new InteropError(
      `${whose} is ${type}, and Strata reads FLOAT, FLOAT16, DOUBLE, INT32 and INT64: export the model unquantised.`,
    )
  }
  const dims = tensor.dims.map(Number)
  const values = packing.isFloat ? Float32Array.from(readValues(tensor, packing)) : [...readValues(tensor, packing)]
  if (dims.some((length) => !(length >= 0)) || sizeOf(dims) !== values.length) {
    throw new InteropError(
      `${whose} has ${values.length.toLocaleString('en-US')} values for a shape of ${dims.join(' × ')}: the file is damaged, or it was cut off.`,
    )
  }
  return values instanceof Float32Array ? { type: 'float', dims, values } : { type: 'integer', dims, values }
}

function* readValues(tensor: TensorProto, { bytes, read, list }: Packing): Generator<number, void> {
  const { rawData } = tensor
  const view = new DataView(rawData.buffer, rawData.byteOffset, rawData.byteLength)
  for (let at = 0; at + bytes <= rawData.length; at += bytes) yield read(view, at)
  if (rawData.length === 0) yield* list(tensor)
}
