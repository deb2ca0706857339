/** How the anatomies of a run are checked that were kept: what lies in a storage may be anything. */
import * as v from 'valibot'
import { BINS } from '../model/anatomy/spread'
import type { EpochAnatomies } from './anatomies'

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

const spread = v.pipe(
  v.object({
    count: whole,
    lost: whole,
    zeros: whole,
    figures: v.nullable(v.object({ mean: v.number(), deviation: v.number(), min: v.number(), max: v.number() })),
    bins: v.instance(Uint32Array<ArrayBuffer>),
  }),
  v.check(({ count, lost, bins, figures }) => {
    const held = bins.reduce((sum, each) => sum + each, 0)
    return bins.length === BINS && held === count - lost && (figures === null) === (held === 0)
  }),
)

const silence = v.pipe(
  v.object({ how: v.picklist(['dead', 'saturated']), units: whole, silent: v.array(whole) }),
  v.check(({ units, silent }) => silent.every((unit, at) => unit < units && (at === 0 || unit > silent[at - 1]!))),
)

const anatomy = v.object({
  epoch: whole,
  images: whole,
  batch: whole,
  weights: v.array(
    v.object({
      key: v.string(),
      axes: whole,
      values: spread,
      gradients: v.exactOptional(spread),
      ratio: v.exactOptional(v.nullable(v.number())),
    }),
  ),
  layers: v.array(
    v.object({ name: v.string(), activation: v.string(), outputs: spread, silence: v.exactOptional(silence) }),
  ),
})

export const anatomiesSchema: v.GenericSchema<unknown, EpochAnatomies> = v.pipe(
  v.object({ stride: v.pipe(whole, v.minValue(1)), all: v.pipe(v.array(anatomy), v.minLength(1)) }),
  v.check(({ all }) => all.every(({ epoch }, at) => at === 0 || epoch > all[at - 1]!.epoch)),
)
