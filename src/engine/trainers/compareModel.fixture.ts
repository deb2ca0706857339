/** For tests: steps of a trainer beside those of Keras. */
import { readTopology } from '../../interop/keras/readTopology'
import type { DataShape } from '../../model/graph/shapes'
import { createStack, type Stack } from '../../model/graph/stack'
import { weightSpecsOfLayers } from '../../model/graph/weights'
import type { ModelVector } from '../../model/kerasVectors.fixture'
import { rescaling } from '../../model/training/normalisation'
import { averagedWeights, ruleOf } from '../../model/training/optimizers/optimizers'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { ratesFrom } from '../../model/training/schedules/schedules'
import type { OpenTrainer } from './trainers.fixture'
import { errorOf } from './errorOf.fixture'

/** How far the trainer's values are from Keras's, as shares of the largest value expected. */
export interface ModelDeviations {
  /** Of all steps. */
  readonly losses: number
  /** Of the step that is furthest off, as a share of that step's own loss. */
  readonly ofOwnLoss: number
  /** After the last step, moving statistics among them: of the weight that is furthest off. */
  readonly weights: number
  /** The weights of frozen layers: whether each is bit by bit what it was at first. */
  readonly frozen: readonly { readonly key: string; readonly isKept: boolean }[]
  /** Of those that `fit` leaves, where they are averages; else 0. */
  readonly finalized: number
  /** The mean loss of all images, looked at afterwards. */
  readonly classified: number
  /** As many right answers in each step, and the same class for each image afterwards. */
  readonly isRight: boolean
}

export async function compareModel(open: OpenTrainer, vector: ModelVector): Promise<ModelDeviations> {
  const notes: string[] = []
  const { input, layers } = readTopology(vector.topology, notes)
  if (notes.length > 0) throw new Error(notes.join(' '))
  const stack = createStack(input.length === 1 ? 'flat' : 'image', layers)
  const [height, width, channels] = input.length === 1 ? [1, input[0]!, 1] : [input[0]!, input[1]!, input[2]!]
  const data: DataShape = { height, width, channels, classes: vector.classes }
  const recipe = { ...DEFAULT_RECIPE, ...vector.recipe }
  const count = vector.labels.length
  const rows = Uint32Array.from({ length: count }, (_, row) => row)
  const dataset = { count, pixels: Uint8Array.from(vector.pixels), labels: Uint16Array.from(vector.labels) }
  const { classWeights } = vector
  const subject = { stack, data, recipe, normalisation: rescaling(channels), ...(classWeights && { classWeights }) }
  const { trainer, close } = await open(dataset, subject)
  try {
    const initial = new Map(vector.initial.map(({ key, values }) => [key, Float32Array.from(values)]))
    trainer.loadWeights(initial)
    const planned = { ofEpoch: Math.ceil(count / recipe.batchSize), ofRun: vector.steps.length }
    for (let done = 0; done < planned.ofRun;) {
      trainer.beginEpoch(rows)
      trainer.setRates(ratesFrom(recipe, done, planned.ofEpoch, planned))
      done += trainer.trainBatches(planned.ofRun - done)
    }
    const steps = await trainer.readSteps()
    const weights = await trainer.readWeights()
    const state = await trainer.saveState()
    const averaged = averagedWeights(ruleOf(recipe), state.weights, state.moments)
    const { lossSum, predicted } = await trainer.classify(rows)
    const right = (all: readonly { readonly images: number; readonly correct: number }[]): string =>
      all.map((step) => `${step.correct} of ${step.images}`).join()
    return {
      losses: errorOf(
        steps.map(({ loss }) => loss),
        vector.steps.map(({ loss }) => loss),
      ),
      ofOwnLoss: Math.max(...vector.steps.map(({ loss }, step) => errorOf([steps[step]?.loss ?? NaN], [loss]))),
      weights: Math.max(...vector.final.map(({ key, values }) => errorOf(weights.get(key) ?? [], values))),
      frozen: keysOfFrozen(stack, data).map((key) => ({
        key,
        isKept: weights.get(key)!.join() === initial.get(key)!.join(),
      })),
      finalized: Math.max(
        0,
        ...(vector.finalized ?? []).map(({ key, values }) => errorOf(averaged.get(key) ?? [], values)),
      ),
      classified: errorOf([lossSum / count], [vector.classified.loss]),
      isRight: right(steps) === right(vector.steps) && predicted.join() === vector.classified.predicted.join(),
    }
  } finally {
    close()
  }
}

function keysOfFrozen(stack: Stack, data: DataShape): readonly string[] {
  const specs = weightSpecsOfLayers(stack, data)
  return stack.layers.flatMap(({ frozen }, at) => (frozen ? specs[at]!.map(({ key }) => key) : []))
}
