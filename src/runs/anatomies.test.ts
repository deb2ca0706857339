import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import type { EpochAnatomy } from '../model/anatomy/anatomy'
import { spreadOf } from '../model/anatomy/spread'
import { fromPlainJson, toPlainJson } from '../project/plainJson'
import { createAnatomyKeeper, describeKeptAnatomies } from './anatomies'
import { anatomiesSchema } from './readAnatomies'

const anatomyOf = (epoch: number, ratio?: number | null): EpochAnatomy => ({
  epoch,
  images: 64,
  batch: 16,
  weights: [
    {
      key: 'dense/kernel',
      axes: 2,
      values: spreadOf([epoch, 1, 2]),
      gradients: spreadOf([0.1, NaN]),
      ...(ratio !== undefined && { ratio }),
    },
  ],
  layers: [
    {
      name: 'dense',
      activation: 'relu',
      outputs: spreadOf([0, 0]),
      silence: { how: 'dead', units: 2, silent: [0, 1] },
    },
  ],
})

const epochsOf = (keeper: ReturnType<typeof createAnatomyKeeper>) => keeper.read()?.all.map(({ epoch }) => epoch)

describe('the anatomies of a run', () => {
  it('are all there as long as there is room, and then every second, the first and the newest', () => {
    const keeper = createAnatomyKeeper()
    expect(keeper.read()).toBeUndefined()
    for (let epoch = 0; epoch < 100; epoch++) keeper.add(anatomyOf(epoch))
    expect(epochsOf(keeper)).toHaveLength(100)
    expect(describeKeptAnatomies(keeper.read()!)).toBeUndefined()
    for (let epoch = 100; epoch <= 1001; epoch++) {
      keeper.add(anatomyOf(epoch))
      expect(epochsOf(keeper)!.length).toBeLessThanOrEqual(100)
    }
    const kept = epochsOf(keeper)!
    expect([kept[0], kept[1], kept.at(-2), kept.at(-1)]).toEqual([0, 16, 992, 1001])
    expect(describeKeptAnatomies(keeper.read()!)).toBe(
      `To save room, of 16 epochs one is kept, and the first and the newest: ${kept.length} in all.`,
    )
  })

  it('keep to the budget, where one takes much of it', () => {
    const keeper = createAnatomyKeeper(4000)
    for (let epoch = 0; epoch <= 50; epoch++) keeper.add(anatomyOf(epoch))
    expect(epochsOf(keeper)!.length).toBeLessThanOrEqual(5)
    expect([epochsOf(keeper)![0], epochsOf(keeper)!.at(-1)]).toEqual([0, 50])
  })

  it('go back with their run, and keep the ratios of an epoch whose end comes twice', () => {
    const keeper = createAnatomyKeeper()
    for (const epoch of [0, 1, 2, 3]) keeper.add(anatomyOf(epoch, 0.001))
    keeper.truncate(2.5)
    expect(epochsOf(keeper)).toEqual([0, 1, 2])
    keeper.add(anatomyOf(2))
    expect(keeper.read()!.all.map(({ weights }) => weights[0]!.ratio)).toEqual([0.001, 0.001, 0.001])
    keeper.truncate(0)
    expect(epochsOf(keeper)).toEqual([0])
  })

  it('come back from a record, and from a project file', () => {
    const keeper = createAnatomyKeeper()
    for (const epoch of [0, 1]) keeper.add(anatomyOf(epoch, epoch === 0 ? undefined : null))
    const kept = keeper.read()!
    const read = v.parse(anatomiesSchema, fromPlainJson(toPlainJson(kept)))
    expect(read).toEqual(kept)
    const other = createAnatomyKeeper()
    other.restore(read)
    expect(other.read()).toBe(read)
    other.add(anatomyOf(2))
    expect(epochsOf(other)).toEqual([0, 1, 2])
  })

  it('are not taken where they do not fit together', () => {
    const [sound] = [anatomyOf(1)]
    const isTaken = (...all: readonly unknown[]) => v.is(anatomiesSchema, { stride: 1, all })
    expect(isTaken(sound)).toBe(true)
    expect(isTaken()).toBe(false)
    expect(isTaken(sound, anatomyOf(1))).toBe(false)
    const [weight] = sound.weights
    const withValues = (change: object) => ({
      ...sound,
      weights: [{ ...weight, values: { ...weight!.values, ...change } }],
    })
    expect(isTaken(withValues({}))).toBe(true)
    expect(isTaken(withValues({ bins: new Uint32Array(3) }))).toBe(false)
    expect(isTaken(withValues({ count: 4 }))).toBe(false)
    expect(isTaken(withValues({ figures: null }))).toBe(false)
    expect(
      isTaken({ ...sound, layers: [{ ...sound.layers[0], silence: { how: 'dead', units: 2, silent: [2] } }] }),
    ).toBe(false)
  })
})
