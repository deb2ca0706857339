/** Stepping through a run, on a real trainer. */
import { describe, expect, it } from 'vitest'
import { epochsOf, ofType, run, type Started } from './runOnStripes.fixture'
import type { LoopEvent } from './loop'

/** Of the 170 images that train, in batches of 16. */
const STEPS = 11
const epochs = 2

/** Steps so many times from the beginning of the run, and then resumes. */
function stepping(times: number, gates: { readonly closed: boolean }[] = []) {
  let left = times
  return (event: LoopEvent, { gate }: Started): void => {
    if (event.type !== 'paused') return
    gates.push({ closed: gate.closed })
    if (left-- > 0) gate.step()
    else gate.open()
  }
}

const pauseAtOnce = (_: number, { gate }: Started): void => gate.close()

describe('a run that is stepped through', () => {
  it('ends bit for bit like one that never was, and shows each batch once', async () => {
    const plain = await run({ epochs })
    // Through the end of the first epoch and the look at the validation images.
    const { events, end } = await run({ epochs }, stepping(STEPS + 3), undefined, pauseAtOnce)
    expect(end).toEqual(plain.end)
    const looked = ofType(events, 'looked')
    // The first portion was queued before it was paused.
    expect(looked.map(({ place }) => [place.epoch, place.step])).toEqual([
      ...Array.from({ length: STEPS - 1 }, (_, i) => [1, i + 2]),
      ...Array.from({ length: 4 }, (_, i) => [2, i + 1]),
    ])
    expect(looked.every(({ learningRate }) => learningRate === Math.fround(0.02))).toBe(true)
    const points = (all: readonly LoopEvent[]) => ofType(all, 'points').flatMap(({ points: { loss } }) => loss)
    expect(points(events)).toEqual(points(plain.events))
    expect(ofType(events, 'resumed').filter(({ forOneStep }) => forOneStep)).toHaveLength(STEPS + 3)
    expect(epochsOf(events)).toEqual(epochsOf(plain.events))
  })

  it('tells the weights before and after each update', async () => {
    const { events } = await run({ epochs: 1 }, stepping(2), undefined, pauseAtOnce)
    const [first, second] = ofType(events, 'looked')
    expect(first!.after).toEqual(second!.before)
    expect(first!.before.get('dense/kernel')).not.toEqual(first!.after.get('dense/kernel'))
  })

  it('can be stopped behind a step, and goes on from there', async () => {
    const plain = await run({ epochs })
    const { events, end } = await run(
      { epochs },
      (event, { gate, stop }) => {
        if (event.type === 'paused') gate.step()
        if (event.type === 'looked' && event.place.step === 4) stop.abort()
      },
      undefined,
      pauseAtOnce,
    )
    if (end.kind !== 'stopped' || !end.checkpoint) throw new Error(`ended as ${end.kind}`)
    expect(end.checkpoint.soFar.steps).toBe(4)
    expect(ofType(events, 'points').flatMap(({ points }) => points.loss)).toHaveLength(4)
    const rest = await run({ epochs }, undefined, end.checkpoint)
    expect(rest.end).toEqual(plain.end)
  })

  it('shows a batch whose loss is no number, before the run fails', async () => {
    const wild = { optimizer: 'sgd', learningRate: 1e38 } as const
    const { events, end } = await run(wild, stepping(5), undefined, pauseAtOnce)
    expect(end.kind).toBe('failed')
    const last = ofType(events, 'looked').at(-1)!
    expect(Number.isFinite(last.look.metrics.loss)).toBe(false)
  })
})
