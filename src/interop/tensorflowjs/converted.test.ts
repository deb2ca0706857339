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

/** How far packed weights round: what Keras makes of images is by those that were not. */
const ROUNDING = [
  ['float16', 1e-4],
  ['uint16', 1e-5],
  ['uint8', 1e-3],
] as const

describe('the converter’s model', () => {
  it.each(cases)('of $name', async ({ name, modelJson, weights, images, probabilities }) => {
    const [, bound] = ROUNDING.find(([packing]) => name.endsWith(packing)) ?? ['none', 1e-6]
    const files = new Map(
      Object.entries(weights).map(([name, text]) => [name, Uint8Array.from(Buffer.from(text, 'base64')).buffer]),
    )
    const { notes: _, ...opened } = readModelJson(JSON.stringify(modelJson), files)
    const predicted = await predictHere(opened, Uint8Array.from(images), 2)
    expect(predicted).toHaveLength(probabilities.length)
    // None is so sure that other weights would lead to the same.
    expect(Math.max(...probabilities)).toBeLessThan(0.99)
    for (const [at, value] of probabilities.entries()) expect(Math.abs(predicted[at]! - value)).toBeLessThan(bound)
  })
})
