/** A safetensors file as a model: by what Strata wrote into it, else by the layers that come in a file beside it. */
import { quoted } from '../../common/text'
import type { SourceEntry } from '../../files/sourceEntry'
import { layerNames } from '../../model/graph/names'
import { weightSpecs } from '../../model/graph/weights'
import { formatShape, isSameShape } from '../../model/layers/define'
import type { TrainedModel } from '../../model/trainedModel'
import type { Opened } from '../format'
import { InteropError } from '../interopError'
import { readTopology } from '../keras/readTopology'
import { toTopology } from '../keras/topology'
import { readText } from '../readText'
import { readModelJson, type OpenedFile } from '../tensorflowjs/readModelJson'
import { findDataShape } from './findDataShape'
import { isOwn, readMetadata, readProject } from './metadata'
import { readTensors, type ReadTensor } from './readTensors'

type Tensors = ReadonlyMap<string, ReadTensor>

/** @param layers Keras's JSON of a model's layers, or a project. */
export async function openModel(file: SourceEntry, layers: SourceEntry | undefined): Promise<Opened> {
  const notes: string[] = []
  const { metadata, tensors } = await readTensors(file, notes)
  if (isOwn(metadata)) return { holds: 'model', model: openOwn(metadata, tensors), notes }
  refuseOtherNames(tensors)
  if (!layers) {
    throw new InteropError(
      `${quoted(file.path)} holds weights without the layers that they belong to: choose it together with the layers as JSON, as Keras’s model.to_json() gives them.`,
    )
  }
  const json = parse(await readText(layers))
  const { notes: more, ...model } = isProject(json)
    ? openWithProject(json, tensors, notes)
    : openWithLayers(json, tensors)
  return { holds: 'model', model, notes: [...notes, ...more] }
}

function openOwn(metadata: Readonly<Record<string, string>>, tensors: Tensors): TrainedModel {
  const described = readMetadata(metadata)
  const specs = weightSpecs(described.stack, described.data)
  const keys = new Set(specs.map(({ key }) => key))
  refuseOthers(tensors, (name) => keys.has(name))
  const weights = new Map(
    specs.map(({ key, shape }) => {
      const tensor = tensors.get(key)
      if (!tensor) throw new InteropError(`The file has no weights “${key}”, which its layers need.`)
      if (isSameShape(tensor.shape, shape)) return [key, tensor.values] as const
      throw new InteropError(
        `The weights of “${key}” are ${formatShape(tensor.shape)}, where the layers ask for ${formatShape(shape)}: the file does not fit together.`,
      )
    }),
  )
  return { ...described, weights }
}

/** Every tensor is some layer's: a file with others belongs to another model. */
function refuseOthers(tensors: Tensors, isKnown: (name: string) => boolean): void {
  const other = [...tensors.keys()].find((name) => !isKnown(name))
  if (other === undefined) return
  throw new InteropError(
    `The file has weights ${quoted(other)}, which belong to none of the layers: choose the layers that it was saved with.`,
  )
}

function refuseOtherNames(tensors: Tensors): void {
  const [first] = tensors.keys()
  if (first === undefined) throw new InteropError('The file holds no weights.')
  if ([...tensors.keys()].some((name) => name.includes('/'))) return
  throw new InteropError(
    `The file calls its weights ${quoted(first)}, as PyTorch and others do, and Strata finds weights by Keras’s names, such as “conv2d/kernel”: save them under those, beside the layers as JSON.`,
  )
}

/** The layers and the tensors are what a model.json and its file of weights are. */
function openWithLayers(modelTopology: unknown, tensors: Tensors): OpenedFile {
  // As it is read below: without a layer that brings bytes to small numbers.
  const { layers, names } = readTopology(modelTopology, [], 'bytes')
  const depthwise = names.filter((_, at) => layers[at]!.className === 'DepthwiseConv2D')
  const named = new Map([...tensors].map(([name, tensor]) => [asKeras2(name, depthwise), tensor]))
  const weights = [...named].map(([name, { shape }]) => ({ name, shape, dtype: 'float32' }))
  const weightsManifest = [{ paths: [WEIGHTS], weights }]
  const bytes = joinValues([...named.values()])
  const opened = readModelJson(JSON.stringify({ modelTopology, weightsManifest }), new Map([[WEIGHTS, bytes]]))
  const ours = layerNames(opened.stack)
  const known = weightSpecs(opened.stack, opened.data).map(({ key }) => {
    const [layer = '', weight = ''] = key.split('/')
    return `${names[ours.indexOf(layer)]}/${weight}`
  })
  refuseOthers(named, (name) => known.some((one) => name === one || name.endsWith(`/${one}`)))
  return opened
}

const WEIGHTS = 'weights'

function isProject(json: unknown): boolean {
  return typeof json === 'object' && json !== null && 'version' in json && 'stack' in json
}

function openWithProject(json: unknown, tensors: Tensors, notes: string[]): OpenedFile {
  const { stack, recipe } = readProject(JSON.stringify(json))
  const names = layerNames(stack)
  const depthwise = names.filter((_, at) => stack.layers[at]!.className === 'DepthwiseConv2D')
  const shapes = new Map([...tensors].map(([name, { shape }]) => [asKeras2(name, depthwise), shape]))
  const data = findDataShape(stack, shapes, notes)
  // Ids and blocks are the project's own.
  return { ...openWithLayers(toTopology(stack, data), tensors), stack, data, recipe }
}

/** A name without TensorFlow's number. Keras 3 calls a DepthwiseConv2D's kernel as any other. */
function asKeras2(name: string, depthwise: readonly string[]): string {
  const plain = name.replace(/:\d+$/, '')
  const isOfDepthwise = depthwise.some((layer) => plain === `${layer}/kernel` || plain.endsWith(`/${layer}/kernel`))
  return isOfDepthwise ? plain.replace(/kernel$/, 'depthwise_kernel') : plain
}

function joinValues(tensors: readonly ReadTensor[]): ArrayBuffer {
  const view = new DataView(new ArrayBuffer(tensors.reduce((sum, { values }) => sum + values.byteLength, 0)))
  let at = 0
  for (const { values } of tensors) {
    for (const value of values) {
      view.setFloat32(at, value, true)
      at += 4
    }
  }
  return view.buffer
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new InteropError('The file of layers is not JSON, or it was cut off.')
  }
}
