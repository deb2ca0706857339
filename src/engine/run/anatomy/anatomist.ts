/**
 * Takes a model's anatomy: it shows a small, fixed sample of the train images to a trainer and to an observer of its own, beside whatever else
 * has the device. Only what is made of the values leaves it.
 */
import type { Dataset } from '../../../data/dataset'
import { breathe } from '../../../common/breathe'
import { layerNames } from '../../../model/graph/names'
import { withLogits } from '../../../model/graph/output'
import { analyseStack } from '../../../model/graph/shapes'
import { weightSpecs, type Weights } from '../../../model/graph/weights'
import { sizeOf } from '../../../model/layers/define'
import type { Anatomy, LayerAnatomy, WeightAnatomy } from '../../../model/anatomy/anatomy'
import { createBinning, createGauge, spreadOf } from '../../../model/anatomy/spread'
import { activationOf, createUnitWatch, silenceOf, type SilenceRule } from '../../../model/anatomy/units'
import { createRandom, STREAMS } from '../../../model/random'
import type { Backend } from '../../backend'
import type { Observed, Observer } from '../../observer'
import type { Trainer } from '../../trainer'
import { openObserver, openTrainer } from '../../trainers/openTrainer'
import type { LabelledImages, Subject } from '../../trainers/trainerKind'
import { gradientRecipe, weightGradients } from './weightGradients'

/** Images of the sample, where there are so many. */
const SAMPLE = 64
/** Values of all layers that are held at once, at most: 64 MB. */
const MOST_VALUES = 16 * 2 ** 20

/** The sample, as a small dataset of its own. */
export interface Sample {
  readonly images: LabelledImages
  /** How many of them, the first, the gradients are of. */
  readonly batch: number
}

/** Drawn by the recipe's seed. @param train the rows that are trained on. */
export function drawSample(
  { pixels, labels, height, width, channels }: Pick<Dataset, 'pixels' | 'labels' | 'height' | 'width' | 'channels'>,
  train: Uint32Array,
  { seed, batchSize }: Subject['recipe'],
): Sample {
  const rows = createRandom(STREAMS.anatomy, seed).shuffle(train.slice()).subarray(0, SAMPLE)
  const size = height * width * channels
  const chosen = new Uint8Array(rows.length * size)
  for (const [at, row] of rows.entries()) chosen.set(pixels.subarray(row * size, (row + 1) * size), at * size)
  return {
    images: { pixels: chosen, count: rows.length, labels: Uint16Array.from(rows, (row) => labels[row]!) },
    batch: Math.min(batchSize, rows.length),
  }
}

/** What a trainer of gradients is opened on. */
export function gradientSubject(subject: Subject, { batch }: Sample): Subject {
  return { ...subject, recipe: gradientRecipe(subject.recipe, batch) }
}

export interface Anatomist {
  /** Yields between its pieces of work, so that whoever asks can wait or end it. @throws RangeError when a weight is missing. */
  examine(weights: Weights): AsyncGenerator<void, Anatomy>
  close(): void
}

/** @throws CallFailure with code `device` when the device has no room for it; the signal's reason. */
export async function openAnatomist(
  backend: Backend,
  sample: Sample,
  subject: Subject,
  weights: Weights,
  signal: AbortSignal,
): Promise<Anatomist> {
  const { trainer, close } = await openTrainer(backend, sample.images, gradientSubject(subject, sample), { signal })
  try {
    const examiner = await openExaminer(backend, trainer, sample, subject, weights, signal)
    return {
      ...examiner,
      close() {
        examiner.close()
        close()
      },
    }
  } catch (error) {
    close()
    throw error
  }
}

/** The same where the trainer, of `gradientSubject`, is there already. */
export async function openExaminer(
  backend: Backend,
  trainer: Trainer,
  sample: Sample,
  subject: Subject,
  weights: Weights,
  signal: AbortSignal,
): Promise<Anatomist> {
  const { stack, data } = subject
  const layers = layersOf(subject)
  const specs = weightSpecs(stack, data)
  const trained = new Set(specs.flatMap(({ key, trainable }) => (trainable ? [key] : [])))
  const perImage = layers.reduce((sum, { values }) => sum + values, 0)
  const batchSize = Math.max(1, Math.min(sample.images.count, Math.floor(MOST_VALUES / perImage)))
  const { observer, close } = await openObserver(
    backend,
    sample.images,
    { ...subject, weights, layers: layers.map(({ index }) => index), gradients: false, batchSize },
    { signal },
  )
  const batch = Uint32Array.from({ length: sample.batch }, (_, row) => row)
  return {
    close,
    async *examine(now) {
      observer.loadWeights(now)
      const gradients = await weightGradients(trainer, now, trained, batch)
      yield
      const examined: WeightAnatomy[] = []
      for (const { key, shape } of specs) {
        const ofLoss = gradients.get(key)
        examined.push({
          key,
          axes: shape.length,
          values: spreadOf(now.get(key)!),
          ...(ofLoss && { gradients: spreadOf(ofLoss) }),
        })
        await breathe()
      }
      yield
      const { count } = sample.images
      return {
        images: count,
        batch: sample.batch,
        weights: examined,
        layers: yield* examineLayers(layers, observer, portionsOf(count, batchSize)),
      }
    },
  }
}

interface ExaminedLayer {
  readonly index: number
  readonly name: string
  readonly activation: string
  readonly rule: SilenceRule | undefined
  /** Of an image, and on its last axis. */
  readonly values: number
  readonly units: number
}

/** The layers with an activation, and the last one, whose softmax the loss takes in. */
function layersOf({ stack, data }: Subject): readonly ExaminedLayer[] {
  const { layers } = withLogits(stack)
  const names = layerNames(stack)
  const facts = analyseStack(stack, data).layers
  return layers.flatMap((layer, index): ExaminedLayer[] => {
    const isLast = index === layers.length - 1
    const activation = isLast ? 'logits' : activationOf(layer)
    const output = facts[index]?.output
    if (activation === undefined || !output) return []
    const rule = isLast ? undefined : silenceOf(layer)
    return [{ index, name: names[index]!, activation, rule, values: sizeOf(output), units: output.at(-1)! }]
  })
}

function portionsOf(count: number, size: number): readonly Uint32Array[] {
  return Array.from({ length: Math.ceil(count / size) }, (_, portion) =>
    Uint32Array.from({ length: Math.min(size, count - portion * size) }, (__, row) => portion * size + row),
  )
}

/** In two passes, because the range of a histogram is known behind the first. What is looked at in one portion is looked at once. */
async function* examineLayers(
  layers: readonly ExaminedLayer[],
  observer: Observer,
  portions: readonly Uint32Array[],
): AsyncGenerator<void, readonly LayerAnatomy[]> {
  let seen: Observed | undefined
  const look = async (portion: Uint32Array): Promise<Observed> => {
    if (portions.length > 1 || !seen) seen = await observer.observe(portion)
    return seen
  }
  const found = layers.map((layer) => ({
    ...layer,
    gauge: createGauge(),
    watch: layer.rule && createUnitWatch(layer.rule, layer.units),
  }))
  for (const portion of portions) {
    const { outputs } = await look(portion)
    for (const { index, gauge, watch } of found) {
      gauge.add(outputs.get(index)!)
      watch?.add(outputs.get(index)!)
      await breathe()
    }
    yield
  }
  const measured = found.map(({ gauge, ...layer }) => {
    const figures = gauge.read()
    return { ...layer, figures, binning: createBinning(figures.figures) }
  })
  for (const portion of portions) {
    const { outputs } = await look(portion)
    for (const { index, binning } of measured) binning.add(outputs.get(index)!)
    yield
  }
  return measured.map(({ name, activation, figures, binning, watch }) => ({
    name,
    activation,
    outputs: { ...figures, bins: binning.bins },
    ...(watch && { silence: watch.read() }),
  }))
}
