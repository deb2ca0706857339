/** Models as Keras saved them open here, and predict what they predict there. */
import { describe, expect, it } from 'vitest'
import { predictHere } from '../../engine/models/predictHere.fixture'
import { entryOf } from '../../files/entryOf.fixture'
import type { SourceEntry } from '../../files/sourceEntry'
import type { TrainedModel } from '../../model/trainedModel'
import { findFormats } from '../formats'
import { InteropError } from '../interopError'
import { FIXTURE_IMAGES, KERAS_FIXTURES } from './kerasModels.fixture'

const { signal } = new AbortController()

async function open(...entries: readonly SourceEntry[]) {
  const [found, second] = await findFormats(entries, entries, signal)
  if (!found || second) throw new Error(`One find was expected, and there are ${found ? 'more' : 'none'}`)
  return found.format.read(found.files)
}

async function openModel(
  ...entries: readonly SourceEntry[]
): Promise<{ model: TrainedModel; notes: readonly string[] }> {
  const opened = await open(...entries)
  if (opened.holds !== 'model') throw new Error(`It holds a ${opened.holds}`)
  return opened
}

const whyNot = (...entries: readonly SourceEntry[]): Promise<string> =>
  open(...entries).then(
    () => 'no error',
    (error: unknown) => (error instanceof InteropError ? error.message : Promise.reject(error as Error)),
  )

const largestDifference = (ours: ArrayLike<number>, theirs: ArrayLike<number>): number =>
  Math.max(...Array.from(theirs, (value, at) => Math.abs(ours[at]! - value)))

describe.each(KERAS_FIXTURES)('$title', ({ name, bytes, images, probabilities }) => {
  it.each(['.keras', '.h5'] as const)('opens as %s, and predicts what Keras predicts', async (ending) => {
    const { model } = await openModel(entryOf(`${name}${ending}`, bytes(ending)))
    const here = await predictHere(model, images, FIXTURE_IMAGES)
    expect(here.length).toBe(probabilities.length)
    expect(largestDifference(here, probabilities)).toBeLessThan(1e-6)
  })
})
