/** The moving average of the weights, in runs on a real trainer: what is left when they end, and how they go on. */
import { describe, expect, it } from 'vitest'
import { readFinalWeights, type FinalWeights } from '../../../model/kerasVectors.fixture'
import type { Recipe } from '../../../model/training/recipe'
import { STRIPES_RECIPE } from '../../stripes.fixture'
import { averageOf, modelWeights } from './care'
import type { RunEnd } from './loop'
import { numbersOf, ofType, run } from './runOnStripes.fixture'

/** Of the 170 images that train, in batches of 16. */
const STEPS = 11

const movingAverage = { on: true, emaMomentum: 0.9, emaOverwriteFrequency: null }
const averaged = { movingAverage }

const finished = (end: RunEnd) => {
  if (end.kind !== 'finished') throw new Error(`ended as ${end.kind}`)
  return end
}
const stopped = (end: RunEnd) => {
  if (end.kind !== 'stopped' || !end.checkpoint) throw new Error(`ended as ${end.kind}`)
  return end.checkpoint
}
const recipeOf = (changes: Partial<Recipe>): Recipe => ({ ...STRIPES_RECIPE, ...changes })
const logOf = (events: Parameters<typeof ofType>[0]) => ofType(events, 'callback').map(({ message }) => message)

/** Ten epochs at most: only the first look, or each one, counts as an improvement. */
function stoppingOf({ name, arguments: given }: FinalWeights): Partial<Recipe> {
  if (!given) return { epochs: 3 }
  const isLast = name.includes('the last ones')
  return {
    epochs: isLast || given['start_from_epoch'] !== undefined ? 3 : 10,
    earlyStopping: {
      ...STRIPES_RECIPE.earlyStopping,
      on: true,
      monitor: 'loss',
      patience: Number(given['patience']),
      minDelta: isLast ? 0 : 100,
      restoreBestWeights: given['restore_best_weights'] === true,
      startFromEpoch: Number(given['start_from_epoch'] ?? 0),
    },
  }
}

describe('the model that a run leaves', () => {
  it.each(readFinalWeights().map((vector) => [vector.name, vector] as const))(
    'is Keras’s: %s',
    async (_name, vector) => {
      const changes = { ...averaged, ...stoppingOf(vector) }
      const { events, end } = await run(changes)
      const { checkpoint, test, weightsOf } = finished(end)
      // The last epoch's own weights are named, too: nothing else tells them from the average.
      expect(weightsOf).toBe(vector.weightsOf ?? undefined)
      expect(ofType(events, 'epochEnd')).toHaveLength(vector.epochs)
      // The same epochs without an end: a run of one more, stopped before it.
      const epochs = vector.weightsOf ?? vector.epochs
      const raw = await run({ ...averaged, epochs: epochs + 1 }, (event, { stop }) => {
        if (event.type === 'epochEnd' && event.epoch === epochs) stop.abort()
      })
      const there = stopped(raw.end).state
      const expected = vector.weightsOf === null ? averageOf(there, recipeOf(changes)) : there.weights
      expect(expected).not.toEqual(vector.weightsOf === null ? there.weights : averageOf(there, recipeOf(changes)))
      expect(checkpoint.state.weights).toEqual(expected)
      expect(modelWeights(checkpoint, recipeOf(changes))).toEqual(expected)
      // They are what is tested.
      const again = await run({ ...changes, movingAverage: STRIPES_RECIPE.movingAverage }, undefined, {
        ...checkpoint,
        care: { memories: {}, kept: {}, stopped: 'for its test' },
      })
      expect(finished(again.end).test).toEqual(test)
      expect(logOf(events).at(-1)).toMatch(
        vector.weightsOf === null
          ? /weights became their moving average$/
          : new RegExp(`weights of epoch ${vector.weightsOf} restored, which are not averaged$`),
      )
    },
  )

  it('looks at validation images with the weights themselves, and trains as without', async () => {
    const plain = await run({ epochs: 3 })
    const { events, end } = await run({ epochs: 3, ...averaged })
    const looks = (all: typeof events) =>
      ofType(all, 'epochEnd').map(({ train, validation }) => ({ train, validation }))
    expect(looks(events)).toEqual(looks(plain.events))
    expect(numbersOf(end)).not.toEqual(numbersOf(plain.end))
  })

  it('is the average where it was stopped, and the run goes on from the weights, bit for bit', async () => {
    const changes = { epochs: 3, ...averaged }
    const whole = await run(changes)
    for (const steps of [1, 5, STEPS, STEPS + 4]) {
      const { end } = await run(changes, undefined, undefined, (begun, { stop }) => {
        if (begun >= steps) stop.abort()
      })
      const checkpoint = stopped(end)
      const model = modelWeights(checkpoint, recipeOf(changes))
      expect(model).toEqual(averageOf(checkpoint.state, recipeOf(changes)))
      const rest = await run(changes, undefined, checkpoint)
      expect(rest.end).toEqual(whole.end)
    }
  })

  it('is that of the best epoch as it was, where that is kept', async () => {
    const modelCheckpoint = { ...STRIPES_RECIPE.modelCheckpoint, on: true, monitor: 'loss' } as const
    const changes = { epochs: 2, ...averaged, modelCheckpoint }
    const { events, end } = await run(changes)
    const { checkpoint } = finished(end)
    const { epoch, weights } = checkpoint.care.kept.modelCheckpoint!
    expect(modelWeights(checkpoint, recipeOf(changes))).toBe(weights)
    expect(checkpoint.state.weights).toEqual(averageOf(checkpoint.state, recipeOf(changes)))
    expect(logOf(events).at(-1)).toBe(`Epoch 2: the model is that of epoch ${epoch}, which is not averaged`)
  })

  it('goes on as a second fit does: from the average, with the optimizer as it was', async () => {
    const first = finished((await run({ epochs: 2, ...averaged })).end).checkpoint
    const { care, ...place } = first
    expect(care.finalized).toBe(true)
    const second = finished((await run({ epochs: 3, ...averaged }, undefined, first)).end)
    // The same without any word of an end.
    const unaware = finished(
      (await run({ epochs: 3, ...averaged }, undefined, { ...place, care: { memories: {}, kept: {} } })).end,
    )
    expect(second).toEqual(unaware)
    const three = finished((await run({ epochs: 3, ...averaged })).end)
    expect(numbersOf(second)).not.toEqual(numbersOf(three))
  })
})
