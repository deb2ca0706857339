/** The calls about the inside of a model, for one image. What its layers make of the latest image is kept, so that going from layer to layer asks no device. */
import type { Dataset } from '../../data/dataset'
import { ImageError } from '../../data/images/decodedImage'
import { MAX_FILE_BYTES } from '../../data/images/imageBatches'
import { decodeBatch } from '../../data/images/images'
import { readOneImage } from '../../data/images/oneImage'
import { quoted } from '../../common/text'
import { matchClasses } from '../../model/graph/fit'
import { inputIdsOf } from '../../model/graph/inputs'
import { layerNames } from '../../model/graph/names'
import { withLogits } from '../../model/graph/output'
import { analyseStack, inputShape } from '../../model/graph/shapes'
import { weightSpecsOfLayers } from '../../model/graph/weights'
import { heatMapOf } from '../../model/inside/heatMap'
import { occludeImage, patchGrid } from '../../model/inside/occlusion'
import { readValue, type Tensor } from '../../model/inside/readValue'
import type { ValueTerms } from '../../model/inside/valueTerms'
import { describeImages, INPUT, sizeOf, type Shape } from '../../model/layers/define'
import { softmax } from '../../model/metrics/softmax'
import type { TrainedModel } from '../../model/trainedModel'
import { CallFailure } from '../failures'
import type { ImageInside, InsideCalls, LayerInside, ObservedImage } from '../protocol/inside'
import type { HandlersOf } from '../protocol/messages'
import type { EngineParts } from '../run/engineParts'
import { passOver } from '../run/loop/passOver'
import { withModel } from '../run/withModel'
import { withObserver } from '../run/withObserver'
import { takeLowTurn } from '../turn'
import { requireModel } from '../run/requireModel'

const LOOKING = 'The model looks at an image: wait until it is done.'

/** Gradients of layers that take more are worked out layer by layer. */
const MOST_GRADIENT_BYTES = 32 * 2 ** 20

/** Images with a patch, at most: more take minutes, and show no more. And their bytes. */
const MOST_PATCHES = 4096
const MOST_PATCH_BYTES = 128 * 2 ** 20

/** What the model makes of an image. */
interface Seen {
  readonly model: TrainedModel
  readonly pixels: Uint8Array<ArrayBuffer>
  readonly scores: Float32Array
  /** Of each layer of the stack, for the image. */
  readonly outputs: readonly Tensor[]
  /** Of the latest class whose heat map was asked for, by layer. */
  gradients?: { readonly classIndex: number; readonly byLayer: ReadonlyMap<number, Float32Array> }
}

export function createInsideCalls({
  openDevice,
  choose,
  models,
  takeTurn,
  emit,
}: Pick<EngineParts, 'openDevice' | 'choose' | 'models' | 'takeTurn' | 'emit'>): HandlersOf<InsideCalls> {
  let seen: Seen | undefined
  /** Settles when the call before is answered: looks give way to other work, and not to one another. */
  let before: Promise<unknown> = Promise.resolve()

  const inTurn = <Result>(signal: AbortSignal, work: () => Promise<Result>): Promise<Result> => {
    const answered = before.then(() => {
      signal.throwIfAborted()
      return work()
    })
    before = answered.catch(() => undefined)
    return answered
  }

  /** Carries out a look at a few images of the model's shape, on the device. */
  const onDevice = <Result>(signal: AbortSignal, work: (signal: AbortSignal) => Promise<Result>): Promise<Result> =>
    takeLowTurn(takeTurn, LOOKING, signal, work)

  const pixelsOf = ({ data: shape, classes }: TrainedModel, image: ObservedImage) => {
    if (image.kind === 'pixels') {
      if (image.pixels.length === sizeOf([shape.height, shape.width, shape.channels])) return { pixels: image.pixels }
      throw new CallFailure('badInput', `The model is for images of ${describeImages(shape)}, and this is another.`)
    }
    const { view } = choose(image.data)
    const [wanted, given] = [shape, view].map(describeImages)
    if (wanted !== given)
      throw new CallFailure('badInput', `The model is for images of ${wanted}; those of the data are ${given}.`)
    if (!(image.image in view.labels)) throw new CallFailure('badInput', 'There is no such image in the data.')
    return { pixels: imageOf(view, image.image), ...labelOf(view, image.image, classes) }
  }

  const look = async (model: TrainedModel, pixels: Uint8Array<ArrayBuffer>, signal: AbortSignal): Promise<Seen> => {
    if (seen?.model === model && isSame(seen.pixels, pixels)) return seen
    const { stack } = model
    const { layers } = withLogits(stack)
    const images = asDataset(pixels, 1)
    const wanted = { layers: layers.map((_, index) => index), gradients: false, batchSize: 1 }
    const { logits, outputs } = await onDevice(signal, (either) =>
      withObserver({ model, images, openDevice, signal: either, ...wanted }, ({ observer }) =>
        observer.observe(Uint32Array.of(0)),
      ),
    )
    const shapes = shapesOf(model)
    const shares = Float32Array.from(softmax(logits))
    const found: Seen = {
      model,
      pixels: pixels.slice(),
      scores: logits,
      outputs: stack.layers.map((layer, index) => ({
        shape: shapes[index]!,
        // What the softmax makes of the scores, whether it is a layer of its own or the last layer's activation.
        values: layers[index] === layer ? outputs.get(index)! : shares,
      })),
    }
    seen = found
    return found
  }

  const gradientOf = async (
    on: Seen,
    layer: number,
    classIndex: number,
    signal: AbortSignal,
  ): Promise<Float32Array> => {
    const known = on.gradients?.classIndex === classIndex ? on.gradients.byLayer.get(layer) : undefined
    if (known) return known
    const { model } = on
    const mapped = layersOf(model).filter(({ hasHeatMap }) => hasHeatMap)
    const bytes = mapped.reduce((sum, { shape }) => sum + 4 * sizeOf(shape), 0)
    const layers = bytes <= MOST_GRADIENT_BYTES ? mapped.map((each) => each.layer) : [layer]
    const images = asDataset(on.pixels, 1)
    const wanted = { layers, gradients: true, batchSize: 1 }
    const { gradients } = await onDevice(signal, (either) =>
      withObserver({ model, images, openDevice, signal: either, ...wanted }, ({ observer }) =>
        observer.observe(Uint32Array.of(0), [classIndex]),
      ),
    )
    on.gradients = { classIndex, byLayer: gradients }
    return gradients.get(layer)!
  }

  const lookAt = async (request: { model: number; image: ObservedImage }, signal: AbortSignal) => {
    const model = requireModel(models, request.model)
    const { pixels, ...label } = pixelsOf(model, request.image)
    return { ...label, seen: await look(model, pixels, signal) }
  }

  return {
    lookInside: (request, signal) =>
      inTurn(signal, async (): Promise<ImageInside> => {
        const { seen: found, ...label } = await lookAt(request, signal)
        return {
          ...label,
          pixels: found.pixels.slice(),
          scores: [...found.scores],
          probabilities: softmax(found.scores),
          layers: layersOf(found.model),
        }
      }),

    readOutput: ({ layer, ...request }, signal) =>
      inTurn(signal, async () => {
        const { seen: found } = await lookAt(request, signal)
        const { shape, values } = outputOf(found, layer)
        return { shape, values: Float32Array.from(values) }
      }),

    readValue: ({ layer, at, ...request }, signal) =>
      inTurn(signal, async () => {
        const { seen: found } = await lookAt(request, signal)
        const output = outputOf(found, layer)
        if (at.length !== output.shape.length || at.some((place, axis) => !(place >= 0 && place < output.shape[axis]!)))
          throw new CallFailure('badInput', 'The layer has no value at that place.')
        return explain(found, layer, at)
      }),

    heatMap: ({ layer, classIndex, method, ...request }, signal) =>
      inTurn(signal, async () => {
        const { seen: found } = await lookAt(request, signal)
        requireClass(found.model, classIndex)
        const facts = layersOf(found.model)[layer]
        if (!facts?.hasHeatMap)
          throw new CallFailure('badInput', 'This layer’s output has no places, so it has no heat map.')
        const gradient = await gradientOf(found, layer, classIndex, signal)
        const [height = 1, width = 1, channels = 1] = facts.shape
        const output = Float32Array.from(outputOf(found, layer).values)
        const map = heatMapOf(method, { shape: [height, width, channels], output, gradient })
        const most = map.reduce((largest, value) => Math.max(largest, value), 0)
        if (!Number.isFinite(most))
          throw new CallFailure(
            'badInput',
            'Some of what the layer makes of the image, or of its gradient, are infinite or no numbers: there is no heat map of it.',
          )
        return { height, width, values: most > 0 ? map.map((value) => value / most) : map, most }
      }),

    occlude: ({ classIndex, patch, stride, ...request }, signal) =>
      inTurn(signal, async () => {
        const { seen: found } = await lookAt(request, signal)
        const { model } = found
        requireClass(model, classIndex)
        const shape = model.data
        const isWhole = [patch, stride].every((value) => Number.isInteger(value) && value > 0)
        if (!isWhole || patch > Math.max(shape.height, shape.width))
          throw new CallFailure('badInput', 'The patch has whole pixels, and is no larger than the image.')
        const grid = patchGrid(shape, patch, stride)
        const { rows, columns } = grid
        const count = rows * columns
        const most = Math.max(1, Math.min(MOST_PATCHES, Math.floor(MOST_PATCH_BYTES / found.pixels.length)))
        if (count > most)
          throw new CallFailure(
            'badInput',
            `The patch would have ${count.toLocaleString('en-US')} places: move it further at a time, so that there are ${most.toLocaleString('en-US')} at most.`,
          )
        const dataset = asDataset(occludeImage(found.pixels, shape, patch, grid), count)
        const probabilities = new Float32Array(count)
        await onDevice(signal, (either) =>
          withModel({ model, dataset, openDevice, signal: either, emit }, async ({ trainer, goOn }) => {
            let done = 0
            const all = Uint32Array.from({ length: count }, (_, row) => row)
            for await (const { rows: batch, classified } of passOver(trainer, all, undefined, { logits: true })) {
              goOn()
              for (let row = 0; row < batch.length; row++) {
                const logits = classified.logits!.subarray(row * shape.classes, (row + 1) * shape.classes)
                probabilities[done++] = softmax(logits)[classIndex]!
              }
            }
          }),
        )
        return { rows, columns, patch, stride, whole: softmax(found.scores)[classIndex]!, probabilities }
      }),

    readKernel({ model: id, layer }) {
      const model = requireModel(models, id)
      const kernel = kernelOf(model, layer)
      if (!kernel) throw new CallFailure('badInput', 'This layer has no kernel.')
      return { shape: kernel.shape, values: model.weights.get(kernel.key)!.slice() }
    },

    async readImage({ model: id, file, settings }) {
      const { data } = requireModel(models, id)
      if (file.size > MAX_FILE_BYTES)
        throw new CallFailure('badInput', `${quoted(file.name)} is larger than 32 MB: choose a smaller image.`)
      try {
        return await readOneImage(decodeBatch, new Uint8Array(await file.arrayBuffer()), data, settings)
      } catch (error) {
        if (error instanceof ImageError) throw new CallFailure('badInput', `${quoted(file.name)} ${error.message}.`)
        if (error instanceof DOMException)
          throw new CallFailure('badInput', `${quoted(file.name)} can’t be read any more: choose it again.`)
        throw error
      }
    },
  }
}

function imageOf({ pixels, height, width, channels }: Dataset, image: number): Uint8Array<ArrayBuffer> {
  const size = height * width * channels
  return pixels.slice(image * size, (image + 1) * size)
}

/** The model's index of the image's class, by its name. */
function labelOf({ labels, classes }: Dataset, image: number, ofModel: readonly string[]): { readonly label?: number } {
  const label = matchClasses(ofModel, classes)[labels[image]!]!
  return label < 0 ? {} : { label }
}

function asDataset(pixels: Uint8Array<ArrayBuffer>, count: number) {
  return { pixels, count, labels: new Uint16Array(count) }
}

function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at])
}

function shapesOf({ stack, data }: TrainedModel): readonly Shape[] {
  return analyseStack(stack, data).layers.map(({ output }) => output ?? [])
}

function layersOf(model: TrainedModel): readonly LayerInside[] {
  const { stack } = model
  const names = layerNames(stack)
  const shapes = shapesOf(model)
  const { layers } = withLogits(stack)
  return stack.layers.map(({ className }, layer) => {
    const shape = shapes[layer]!
    const kernel = kernelOf(model, layer)
    return {
      layer,
      name: names[layer]!,
      className,
      shape,
      hasHeatMap: shape.length === 3 && layer < layers.length - 1,
      ...(kernel && { kernel: kernel.shape }),
    }
  })
}

/** The first weight of a layer that is a kernel of filters. */
function kernelOf({ stack, data }: TrainedModel, layer: number) {
  return weightSpecsOfLayers(stack, data)[layer]?.find(({ key, shape }) => key.endsWith('kernel') && shape.length > 1)
}

function outputOf({ outputs }: Seen, layer: number): Tensor {
  const output = outputs[layer]
  if (!output) throw new CallFailure('badInput', 'The model has no such layer.')
  return output
}

function requireClass({ classes }: TrainedModel, index: number): void {
  if (!(index in classes)) throw new CallFailure('badInput', 'The model has no such class.')
}

function explain({ model, pixels, outputs }: Seen, index: number, at: readonly number[]): ValueTerms {
  const { stack, data, normalisation, weights } = model
  const layer = stack.layers[index]!
  const ids = inputIdsOf(stack.layers).get(layer.id) ?? []
  const places = ids.map((id) => (id === INPUT ? -1 : stack.layers.findIndex((each) => each.id === id)))
  const shape = inputShape(stack, data)
  const { mean, deviation } = normalisation
  const image: Tensor = {
    shape,
    values: Float32Array.from(pixels, (byte, value) => {
      const channel = value % data.channels
      return (byte - mean[channel]!) / deviation[channel]!
    }),
  }
  const own = weightSpecsOfLayers(stack, data)[index]!.map(({ key, shape: ofWeight }) => {
    const tensor: Tensor = { shape: ofWeight, values: weights.get(key)! }
    return [key.slice(key.lastIndexOf('/') + 1), tensor] as const
  })
  const inputs = places.map((place) => (place < 0 ? image : outputs[place]!))
  const read = readValue({ layer, inputs, weights: new Map(own) }, at)
  const output = outputs[index]!
  const result = output.values[at.reduce((sum, place, axis) => sum * output.shape[axis]! + place, 0)]!
  return { ...read, result, inputs: places }
}
