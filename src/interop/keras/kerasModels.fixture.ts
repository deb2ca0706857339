/** For tests: models as Keras itself saved them, and what it predicts. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync } from 'fflate'

export interface KerasFixture {
  /** Such as `Keras 3: nested`. */
  readonly title: string
  readonly name: string
  /** The bytes of a file of the model, by its ending. */
  bytes(ending: '.keras' | '.h5' | '.weights.h5' | '.config.json'): Uint8Array<ArrayBuffer>
  /** Bytes, channel last. */
  readonly images: Uint8Array<ArrayBuffer>
  /** Images x classes. */
  readonly probabilities: readonly number[]
}

interface Expected {
  readonly images: readonly number[]
  readonly probabilities: readonly number[]
}

const NAMES = ['sequential', 'branches', 'nested']

/** How many images each model was asked about. */
export const FIXTURE_IMAGES = 3

export const KERAS_FIXTURES: readonly KerasFixture[] = [2, 3].flatMap((version) => {
  const files = unzipSync(readFileSync(join(import.meta.dirname, 'fixtures', `keras${version}.zip`)))
  return NAMES.map((name): KerasFixture => {
    const expected = JSON.parse(new TextDecoder().decode(files[`${name}.expected.json`])) as Expected
    return {
      title: `Keras ${version}: ${name}`,
      name,
      bytes(ending) {
        const bytes = files[name + ending]
        if (!bytes) throw new Error(`There is no ${name}${ending} of Keras ${version}`)
        return Uint8Array.from(bytes)
      },
      images: Uint8Array.from(expected.images),
      probabilities: expected.probabilities,
    }
  })
})
