/** A graph as the bytes of an ONNX file: IR 8 and opset 17, which every runtime of the last years opens. */
import { create, toBinary } from '@bufbuild/protobuf'
import {
  AttributeProto_AttributeType,
  ModelProtoSchema,
  TensorProto_DataType,
  type AttributeProto,
  type TensorProto,
} from 'onnx-buf'
import type { Attribute, OnnxGraph, OnnxValue, Tensor } from './graph'

const IR_VERSION = 8n
const OPSET = 17n

type Plain<Message> = Omit<Partial<Message>, '$typeName' | '$unknown'>

export function encode({ name, inputs, output, nodes, tensors, metadata }: OnnxGraph): Uint8Array<ArrayBuffer> {
  const model = create(ModelProtoSchema, {
    irVersion: IR_VERSION,
    producerName: 'Strata',
    opsetImport: [{ domain: '', version: OPSET }],
    metadataProps: [...metadata].map(([key, value]) => ({ key, value })),
    graph: {
      name,
      node: nodes.map(({ op, attributes, inputs, outputs, ...node }) => ({
        ...node,
        opType: op,
        input: [...inputs],
        output: [...outputs],
        attribute: Object.entries(attributes).map(([key, value]) => ({ name: key, ...encodeAttribute(value) })),
      })),
      initializer: [...tensors].map(([key, tensor]) => ({ name: key, ...encodeTensor(tensor) })),
      input: inputs.map(encodeValue),
      output: [encodeValue(output)],
    },
  })
  return toBinary(ModelProtoSchema, model)
}

/** The batch axis has the same name everywhere, so that its length is the same one. */
function encodeValue({ name, dims }: OnnxValue) {
  const dim = dims.map((length) => ({
    value:
      length === null
        ? ({ case: 'dimParam', value: 'batch' } as const)
        : ({ case: 'dimValue', value: BigInt(length) } as const),
  }))
  const tensor = { elemType: TensorProto_DataType.FLOAT, shape: { dim } }
  return { name, type: { value: { case: 'tensorType', value: tensor } as const } }
}

function encodeAttribute(attribute: Attribute): Plain<AttributeProto> {
  switch (attribute.type) {
    case 'int':
      return { type: AttributeProto_AttributeType.INT, i: BigInt(attribute.value) }
    case 'float':
      return { type: AttributeProto_AttributeType.FLOAT, f: attribute.value }
    case 'ints':
      return { type: AttributeProto_AttributeType.INTS, ints: attribute.value.map(BigInt) }
    case 'floats':
      return { type: AttributeProto_AttributeType.FLOATS, floats: [...attribute.value] }
    case 'text':
      return { type: AttributeProto_AttributeType.STRING, s: new TextEncoder().encode(attribute.value) }
    case 'tensor':
      throw new Error('No layer is written with a tensor for an attribute')
  }
}

/** The bytes as they are, little-endian, which takes less than a list of numbers. */
function encodeTensor({ type, dims, values }: Tensor): Plain<TensorProto> {
  const isFloat = type === 'float'
  const view = new DataView(new ArrayBuffer(values.length * (isFloat ? 4 : 8)))
  for (const [at, value] of values.entries()) {
    if (isFloat) view.setFloat32(4 * at, value, true)
    else view.setBigInt64(8 * at, BigInt(value), true)
  }
  return {
    dims: dims.map(BigInt),
    dataType: isFloat ? TensorProto_DataType.FLOAT : TensorProto_DataType.INT64,
    rawData: new Uint8Array(view.buffer),
  }
}
