/** Opens a TensorFlow.js layers-model: `model.json` and the weights files that it names. */
import { trainableFirst, weightSpecsOfLayers, type Weights } from '../../model/graph/weights'
import { countOutputs } from '../../model/graph/output'
import * as v from 'valibot'
import { isSameValue } from '../../model/sameValue'
import type { TrainedModel } from '../../model/trainedModel'
import type { DataShape } from '../../model/graph/shapes'
import { createStack } from '../../model/graph/stack'
import type { Stack } from '../../model/graph/stack'
import { checkStack, findClasses, findImageShape } from '../fileFacts'
import { InteropError } from '../interopError'
import { readMetadata, readNormalisation } from '../metadata'
import type { Beside, Metadata } from '../metadata'
import { noteHardSigmoid } from '../keras/hardSigmoid'
import { readTopology, type ReadTopology } from '../keras/readTopology'
import { asOlderTopology, behindTeachable } from '../teachableMachine/front'
import { teachablePixels } from '../teachableMachine/pixels'
import { toPlainStack, toPlainTopology } from './plainStack'
import { gatherKernel, type Spreading } from './spreadKernel'
import { manifestSchema, readWeights, takeWeight } from './readWeights'
import { variablePaths } from './variablePaths'

export interface OpenedFile extends TrainedModel {
  /** Sentences on what was left out or guessed. */
  readonly notes: readonly string[]
}

const fileSchema = v.object({
  format: v.optional(v.nullable(v.string())),
  modelTopology: v.unknown(),
  weightsManifest: v.optional(manifestSchema),
  userDefinedMetadata: v.optional(v.unknown()),
})

type ModelFile = v.InferOutput<typeof fileSchema>

function parseFile(text: string): ModelFile {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new InteropError('The model file is not JSON, or it was cut off.')
  }
  const file = v.safeParse(fileSchema, json)
  if (!file.success || file.output.modelTopology === undefined || file.output.modelTopology === null) {
    throw new InteropError(
      'The file is no TensorFlow.js model: choose a model.json that Strata or TensorFlow.js saved.',
    )
  }
  if (file.output.format === 'graph-model') {
    throw new InteropError(
      'The model file is a graph-model, which has no layers to edit: convert the model to a layers-model.',
    )
  }
  return file.output
}

/**
 * @param modelJson the text of the model.json
 * @param weightsFiles the bytes of its files of weights, by the names that it gives them
 * @param beside what a file beside the model.json says
 * @throws InteropError with one plain sentence
 */
export function readModelJson(
  modelJson: string,
  weightsFiles: ReadonlyMap<string, ArrayBuffer>,
  beside?: Beside,
): OpenedFile {
  const file = parseFile(modelJson)
  const notes: string[] = []
  const metadata = readMetadata(file.userDefinedMetadata, notes)
  const { input, layers, names, kernels, pixels, isOwn } = readLayersOf(file, metadata, notes)
  const image = findImageShape(input, layers, metadata, notes)
  const stack = createStack(input.length === 1 ? 'flat' : 'image', layers)
  const data: DataShape = { ...image, classes: checkStack(stack, image, names) }
  const classes = findClasses(data.classes, metadata ?? beside, notes)
  if (metadata && beside?.list !== undefined && !isSameValue(metadata.labels, beside.labels)) {
    notes.push(`The model.json names the classes itself, so ${beside.list} was not used.`)
  }
  const normalisation =
    metadata?.takes !== undefined && !isOwn
      ? teachablePixels(data.channels)
      : readNormalisation({ metadata, beside, pixels }, data.channels, notes)
  const weights = nameWeights(stack, data, names, kernels, file, weightsFiles)
  return { stack, data, classes, normalisation, ...(metadata?.recipe && { recipe: metadata.recipe }), weights, notes }
}

interface ReadLayers extends ReadTopology {
  /** The kernels that the file has spread, by `layer name/weight name`. */
  readonly kernels: ReadonlyMap<string, Spreading>
  /** They are the model's own, as the metadata have them. */
  readonly isOwn: boolean
}

/** The model's own layers; those that stand for them where the file's have been changed since. */
function readLayersOf({ modelTopology }: ModelFile, metadata: Metadata | undefined, notes: string[]): ReadLayers {
  const own = metadata?.layers === undefined ? undefined : readOwnLayers(modelTopology, metadata, notes)
  if (own) return own
  const read = readTopology(modelTopology, notes, metadata ? 'numbers' : 'bytes')
  if (!metadata) noteHardSigmoid(modelTopology, read, notes)
  return { ...read, kernels: new Map(), isOwn: false }
}

function readOwnLayers(modelTopology: unknown, metadata: Metadata, notes: string[]): ReadLayers | undefined {
  try {
    const ownNotes: string[] = []
    const read = readTopology(metadata.layers, ownNotes)
    const stack = createStack(read.input.length === 1 ? 'flat' : 'image', read.layers)
    const data = { ...findImageShape(read.input, read.layers, metadata, []), classes: countOutputs(stack) }
    const written =
      metadata.takes === undefined
        ? stack
        : behindTeachable(stack, data, readNormalisation({ metadata }, data.channels, [])).stack
    const { stack: plain, kernels } = toPlainStack(written, data)
    const topology = toPlainTopology(plain, data)
    const inFile = metadata.takes === undefined ? topology : asOlderTopology(topology)
    if (isSameValue(JSON.parse(JSON.stringify(inFile)), modelTopology)) {
      notes.push(...ownNotes)
      return { ...read, kernels, isOwn: true }
    }
  } catch (error) {
    if (!(error instanceof InteropError)) throw error
  }
  notes.push(
    'The file’s layers are not those that Strata wrote, so some may be others than in the model that was exported.',
  )
  return undefined
}

/** The file's weights under the names that Strata gives the stack's layers. */
function nameWeights(
  stack: Stack,
  data: DataShape,
  namesInFile: readonly string[],
  kernels: ReadonlyMap<string, Spreading>,
  { modelTopology, weightsManifest = [] }: ModelFile,
  files: ReadonlyMap<string, ArrayBuffer>,
): Weights {
  const fileWeights = readWeights(weightsManifest, files)
  const paths = variablePaths(modelTopology)
  const named = weightSpecsOfLayers(stack, data).map((specs, at) => {
    const layer = namesInFile[at]!
    if (specs.length > 0 && namesInFile.indexOf(layer) !== namesInFile.lastIndexOf(layer)) {
      throw new InteropError(
        `The model has two layers “${layer}”, whose weights can’t be told apart: give each layer a name of its own.`,
      )
    }
    return trainableFirst([specs]).map((spec, index) => {
      const weight = spec.key.slice(spec.key.indexOf('/') + 1)
      const path = paths.get(layer)
      // Keras 3 calls the kernel of a DepthwiseConv2D by no name of its own.
      const others = weight === 'depthwise_kernel' ? [`${layer}/kernel`] : []
      if (path !== undefined) others.push(`${path}/vars/${index}`)
      return { ...spec, names: [`${layer}/${weight}`, ...others] as const }
    })
  })
  return new Map(
    trainableFirst(named).map(({ key, shape, names }) => {
      const spreading = kernels.get(key)
      const values = takeWeight(fileWeights, names, spreading?.to ?? shape)
      return [key, spreading ? gatherKernel(values, spreading) : values] as const
    }),
  )
}
