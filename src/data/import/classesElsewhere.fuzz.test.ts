/** Damaged projects of Teachable Machine, and names of any letters. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ImportError } from '../../files/importProblem'
import { makeZip } from '../../files/makeZip.fixture'
import { decodeBatch } from '../images/images'
import { makeGreyPng } from '../images/makePng.fixture'
import { DEFAULT_SETTINGS } from '../importSettings'
import { findNamePatterns } from '../labels/classesInNames'
import { mutations } from '../mutate.fixture'
import { parsePattern, readClass } from '../namePattern'
import { importFiles } from './importFiles'

const bytesOf = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text)

describe('damaged projects of Teachable Machine', () => {
  const image = makeGreyPng(3, 3, (x, y) => 40 * x + y)
  const samples = Array.from({ length: 8 }, (_, i) => ({ name: `${i % 2 ? 'cat' : 'dog'}-!-${i}.jpg`, bytes: image }))
  const manifest = JSON.stringify({
    type: 'image',
    version: '2.4.10',
    appdata: { trainEpochs: 50, trainBatchSize: 16, trainLearningRate: 0.001 },
  })
  const options = { signal: new AbortController().signal, onProgress: () => undefined, decodeImages: decodeBatch }

  /** How the import ended. */
  const read = async (bytes: Uint8Array<ArrayBuffer>, run: number): Promise<string> => {
    try {
      const outcome = await importFiles([{ path: 'a.tm', file: new File([bytes], 'a.tm') }], DEFAULT_SETTINGS, options)
      if (outcome.kind === 'question') return 'question'
      const { recipe } = outcome.report
      if (recipe === undefined) return 'data'
      expect(Number.isInteger(recipe.epochs) && recipe.epochs >= 1 && recipe.epochs <= 1000).toBe(true)
      expect(Number.isInteger(recipe.batchSize) && recipe.batchSize >= 1).toBe(true)
      expect(recipe.learningRate > 0 && recipe.learningRate <= 10).toBe(true)
      return 'recipe'
    } catch (error) {
      if (!(error instanceof ImportError)) throw new Error(`Run ${run}`, { cause: error })
      expect(error.message).toMatch(/^[^\n]+\.$/u)
      return 'sentence'
    }
  }

  it('end in data or a sentence', async () => {
    const whole = makeZip([...samples, { name: 'manifest.json', bytes: bytesOf(manifest) }])
    const ends = new Set<string>()
    for (const { bytes, run } of mutations([whole], 2401)) ends.add(await read(bytes, run))
    expect([...ends]).toEqual(expect.arrayContaining(['data', 'recipe', 'sentence']))
  })

  it('bring a recipe that can be trained by, or none', async () => {
    const ends = new Set<string>()
    for (const { bytes, run } of mutations([bytesOf(manifest)], 2402)) {
      ends.add(await read(makeZip([...samples, { name: 'manifest.json', bytes }]), run))
    }
    expect([...ends]).toEqual(expect.arrayContaining(['data', 'recipe']))
  })
})

describe('names of any letters', () => {
  const name = fc.string({
    unit: fc.constantFrom('a', 'b', 'é', '0', '1', '9', '_', '-', '.', ' ', '{', '}', '*', '#', '!', '猫'),
  })

  it('are read by any pattern as a part of them, or not at all', () => {
    const piece = fc.constantFrom('{class}', '*', '#', '_', '.', '-', 'a', '1', '}')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), name, (pieces, given) => {
        const pattern = parsePattern(pieces.join(''))
        if ('problem' in pattern) {
          expect(pattern.problem).toMatch(/\.$/)
          return
        }
        const label = readClass(pattern, `${given}.png`)
        if (label === undefined) return
        expect(label).not.toBe('')
        expect(`${given}.png`.normalize('NFC')).toContain(label)
      }),
    )
  })

  it('give patterns that can be read, and several classes', () => {
    fc.assert(
      fc.property(fc.array(name, { maxLength: 30 }), (given) => {
        const files = given.map((each) => `${each}.png`)
        for (const text of findNamePatterns(files)) {
          const pattern = parsePattern(text)
          if ('problem' in pattern) throw new Error(pattern.problem)
          expect(new Set(files.map((file) => readClass(pattern, file))).size).toBeGreaterThan(1)
        }
      }),
    )
  })
})
