/** For tests: runs of the loop on striped images and a real trainer, that of the processor. */
import { initialWeights } from '../../../model/graph/initialise'
import { splitTrain } from '../../../data/splits'
import { rescaling } from '../../../model/training/normalisation'
import type { Recipe } from '../../../model/training/recipe'
import { processorOf } from '../../trainers/trainers.fixture'
import { makeStripes, STRIPES_RECIPE, STRIPES_SHAPE, STRIPES_STACK } from '../../stripes.fixture'
import type { Trainer } from '../../trainer'
import type { Examples } from './examples'
import { createGate } from './gate'
import type { Checkpoint, LoopEvent, RunEnd } from './loop'
import { runTraining } from './runLoop'

const dataset = makeStripes({ train: 200, validation: 0, test: 60 })

export interface Started {
  readonly gate: ReturnType<typeof createGate>
  readonly stop: AbortController
  readonly examples: Examples
}

/** Runs on the trainer; `on` hears each event as it comes, and `onSteps` how many steps were begun. */
export async function run(
  changes: Partial<Recipe> = {},
  on: (event: LoopEvent, started: Started) => void = () => undefined,
  from?: Checkpoint,
  onSteps: (steps: number, started: Started) => void = () => undefined,
): Promise<{ readonly events: readonly LoopEvent[]; readonly end: RunEnd }> {
  const recipe = { ...STRIPES_RECIPE, ...changes }
  const { train, validation, test } = splitTrain(dataset.labels, dataset.splits, recipe.validationSplit, recipe.seed)
  const examples = { labels: dataset.labels, classes: dataset.classes, train, validation, test }
  const subject = { stack: STRIPES_STACK, data: STRIPES_SHAPE, recipe, normalisation: rescaling(1) }
  const { trainer, close } = await processorOf(2)(dataset, subject)
  if (from) trainer.restoreState(from.state)
  else trainer.loadWeights(initialWeights(STRIPES_STACK, STRIPES_SHAPE, recipe.seed))
  const started = { gate: createGate(), stop: new AbortController(), examples }
  let steps = 0
  const counted: Trainer = {
    ...trainer,
    trainBatches(atMost) {
      const queued = trainer.trainBatches(atMost)
      steps += queued
      onSteps(steps, started)
      return queued
    },
  }
  const loop = runTraining({
    trainer: counted,
    examples,
    recipe,
    gate: started.gate,
    signal: started.stop.signal,
    saveEvery: 0,
    ...(from ? { from } : {}),
  })
  const events: LoopEvent[] = []
  try {
    for (;;) {
      const { done, value } = await loop.next()
      if (done) return { events, end: value }
      events.push(value)
      on(value, started)
    }
  } finally {
    close()
  }
}

export const ofType = <Type extends LoopEvent['type']>(events: readonly LoopEvent[], type: Type) =>
  events.filter((event): event is Extract<LoopEvent, { type: Type }> => event.type === type)

/** What is told at the ends of epochs, without how fast they went, which differs from run to run. */
export const epochsOf = (events: readonly LoopEvent[]) =>
  ofType(events, 'epochEnd').map((end) => {
    const { imagesPerSecond: _, ...rest } = end
    return rest
  })

export const numbersOf = (end: RunEnd): readonly (readonly [string, readonly number[]])[] => {
  const weights = end.kind === 'failed' ? end.weights : end.checkpoint?.state.weights
  if (!weights) throw new Error('the run gave no weights')
  return [...weights].map(([key, values]) => [key, [...values]])
}
