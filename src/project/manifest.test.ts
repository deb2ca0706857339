import { describe, expect, it } from 'vitest'
import { readManifest, writeManifest, type Manifest } from './manifest'

const MANIFEST: Manifest = {
  strata: '0.1.0',
  savedAt: 1_790_000_000_000,
  hasChoices: false,
  data: { digest: 'ab' },
  hasModel: true,
  runs: [{ id: 'a', number: 1, hasWeights: true }],
  versions: [{ model: 'digits', version: 2, run: 'a', note: '', registered: 1 }],
}
const change = (changed: object): string =>
  JSON.stringify({ ...(JSON.parse(writeManifest(MANIFEST)) as object), ...changed })

describe('the manifest of a project file', () => {
  it('is read as it was written', () => {
    expect(readManifest(writeManifest(MANIFEST))).toEqual(MANIFEST)
  })

  it('says its version, and a newer one is told in a sentence', () => {
    expect(JSON.parse(writeManifest(MANIFEST))).toMatchObject({ format: 'strata project', formatVersion: 1 })
    expect(() => readManifest(change({ formatVersion: 2 }))).toThrow(
      'is a project file of version 2, and this Strata reads version 1: open it in a newer one.',
    )
  })

  it('may be of any earlier version', () => {
    const older = change({ formatVersion: 1, hasModel: undefined, weights: 'yes' })
    const migrations = [
      ({ weights, ...rest }: Readonly<Record<string, unknown>>) => ({ ...rest, kept: weights === 'yes' }),
      ({ kept, ...rest }: Readonly<Record<string, unknown>>) => ({ ...rest, hasModel: kept }),
    ]
    expect(readManifest(older, migrations)).toEqual(MANIFEST)
    expect(() =>
      readManifest(older, [
        () => {
          throw new TypeError('no')
        },
      ]),
    ).toThrow('is damaged')
  })

  it.each([
    ['cut off', writeManifest(MANIFEST).slice(0, -9)],
    ['a list', '[]'],
    ['nothing', 'null'],
    ['without its runs', change({ runs: undefined })],
    ['with one run twice', change({ runs: [...MANIFEST.runs, { id: 'a', number: 2, hasWeights: false }] })],
    ['with a run that goes out of its folder', change({ runs: [{ id: 'a', number: '../1', hasWeights: false }] })],
    [
      'with more runs than there can be',
      change({ runs: Array.from({ length: 100_001 }, (_, i) => ({ id: `${i}`, number: i, hasWeights: false })) }),
    ],
  ])('is refused in a sentence when it is %s', (_, text) => {
    expect(() => readManifest(text)).toThrow(/^is (damaged|no Strata project): .*\.$/)
  })

  it('is no manifest when another program wrote it', () => {
    expect(() => readManifest('{"name": "strata"}')).toThrow('is no Strata project')
  })
})
