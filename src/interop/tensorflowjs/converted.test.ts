/** Models of Keras 2 and Keras 3, as TensorFlow.js's own converter writes them, predict here what they do in Keras. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { predictHere } from '../../engine/models/predictHere.fixture'
import { readModelJson } from './readModelJson'

interface Case {
  readonly name: string
  readonly modelJson: object
  /** Base64, by the files' names. */
  readonly weights: Readonly<Record<string, string>>
  readonly images: readonly number[]
  readonly probabilities: readonly number[]
}

const { cases } = JSON.parse(readFileSync(join(import.meta.dirname, 'fixtures/converted.json'), 'utf8')) as {
  readonly cases: readonly Case[]
}

describe('the converter’s model', () => {
  it.each(cases)('of $name', async ({ modelJson, weights, images, probabilities }) => {
    const files = new Map(
      Object.entries(weights).map(([name, text]) => [name, Uint8Array.from(Buffer.from(text, 'base64')).buffer]),
    )
    const { notes, ...opened } = readModelJson(JSON.stringify(modelJson), files)
    // Those without a Rescaling took the bytes as they are, which their files don't say.
    const takesBytes = notes.some((note) => note.startsWith('The file does not say how pixels become numbers'))
    const bytes = { mean: [0, 0, 0], deviation: [1, 1, 1] }
    const predicted = await predictHere(
      takesBytes ? { ...opened, normalisation: bytes } : opened,
      Uint8Array.from(images),
      2,
    )
    expect(predicted).toHaveLength(probabilities.length)
    for (const [at, value] of probabilities.entries()) expect(Math.abs(predicted[at]! - value)).toBeLessThan(1e-6)
  })
})
