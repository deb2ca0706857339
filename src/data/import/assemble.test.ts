import { describe, expect, it } from 'vitest'
import { type Assembled, assemble, type AssembleOptions } from './assemble'
import { type ImageSet, UNSAID } from '../imageSet'
import { DEFAULT_SETTINGS } from '../importSettings'

/** Images of one pixel; image i has the value `first + i`. */
function makeSet(labels: readonly string[], splits: readonly number[], more: Partial<ImageSet> = {}): ImageSet {
  return {
    width: 1,
    height: 1,
    channels: 1,
    count: labels.length,
    pixels: Uint8Array.from(labels, (_, i) => i),
    labels,
    splits: Uint8Array.from(splits),
    splitsFrom: 'names',
    paths: labels.map((_, i) => `${i}.png`),
    ...more,
  }
}

function put(sets: ImageSet[], options: Partial<AssembleOptions> = {}): Promise<Assembled> {
  return assemble(sets, {
    name: 'set',
    settings: DEFAULT_SETTINGS,
    addTo: undefined,
    takenOut: [],
    describeProblems: () => '',
    signal: new AbortController().signal,
    ...options,
  })
}

const TEN = Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? 'a' : 'b'))
const countSplits = ({ dataset }: Assembled): number[] =>
  [0, 1, 2].map((split) => dataset.splits.filter((own) => own === split).length)

describe('assemble', () => {
  it('does not copy the pixels of a single set', async () => {
    const set = makeSet(['b', 'a'], [0, 2])
    const { dataset, splitsGiven, notes, sizes } = await put([set])
    expect(dataset.pixels).toBe(set.pixels)
    expect([dataset.classes, [...dataset.labels], splitsGiven, notes, sizes]).toEqual([
      ['a', 'b'],
      [1, 0],
      true,
      [],
      undefined,
    ])
  })

  it('brings large images of arrays down, and says so', async () => {
    const large = { width: 512, height: 256, pixels: new Uint8Array(2 * 512 * 256).fill(9) }
    const { dataset, notes, sizes } = await put([makeSet(['a', 'b'], [0, 2], large)])
    expect([dataset.width, dataset.height, dataset.pixels[0], sizes?.fitted]).toEqual([256, 128, 9, 2])
    expect(notes.join()).toContain('have 512 × 256 pixels and were brought down to 256 × 128')
  })

  it('draws the splits where files say none, or by their names all the same', async () => {
    for (const split of [UNSAID, 0, 2]) {
      const drawn = await put([
        makeSet(
          TEN,
          TEN.map(() => split),
        ),
      ])
      expect([countSplits(drawn), drawn.splitsGiven, drawn.notes.length]).toEqual([[7, 1, 2], false, 1])
    }
  })

  it('keeps what a column says, and what names say of train and test', async () => {
    const column = await put([
      makeSet(
        TEN,
        TEN.map(() => 0),
        { splitsFrom: 'column' },
      ),
    ])
    expect([countSplits(column), column.splitsGiven]).toEqual([[10, 0, 0], true])
    const names = await put([
      makeSet(
        TEN,
        TEN.map(() => 0),
      ),
      makeSet(
        TEN,
        TEN.map(() => 2),
      ),
    ])
    expect([countSplits(names), names.splitsGiven, names.notes]).toEqual([[10, 0, 10], true, []])
  })

  it('trains on the images that no file puts in a split, and says so', async () => {
    const mixed = await put([
      makeSet(
        TEN,
        TEN.map((_, i) => (i < 4 ? 0 : i < 7 ? 2 : UNSAID)),
      ),
    ])
    expect(countSplits(mixed)).toEqual([7, 0, 3])
    expect(mixed.notes).toEqual(['3 images that the files put in no split are in the train split.'])
  })

  it('orders the classes of all sets, and of the dataset that they are added to', async () => {
    const first = await put([makeSet(['10', '9'], [0, 2])])
    const { dataset } = await put([makeSet(['9', '1'], [0, 0])], { addTo: first.dataset, name: 'more' })
    expect(dataset.classes).toEqual(['1', '9', '10'])
    expect([...dataset.labels]).toEqual([2, 1, 1, 0])
    expect([...dataset.splits]).toEqual([0, 2, 0, 0])
    expect([...dataset.pixels]).toEqual([0, 1, 0, 1])
    expect(dataset.name).toBe('set + more')
  })

  it('turns colours to grey and grey to colours as it is told', async () => {
    const colours = makeSet(['a', 'b'], [0, 2], { channels: 3, pixels: Uint8Array.of(255, 0, 0, 7, 7, 7) })
    const grey = await put([{ ...colours }], { settings: { ...DEFAULT_SETTINGS, colour: 'grey' } })
    expect([...grey.dataset.pixels]).toEqual([76, 7])
    const both = await put([makeSet(['a', 'b'], [0, 2]), colours])
    expect([both.dataset.channels, [...both.dataset.pixels]]).toEqual([3, [0, 0, 0, 1, 1, 1, 255, 0, 0, 7, 7, 7]])
  })

  it('refuses too many classes, and a single one', async () => {
    const many = Array.from({ length: 257 }, (_, i) => `class ${i}`)
    await expect(
      put([
        makeSet(
          many,
          many.map(() => 0),
        ),
      ]),
    ).rejects.toThrow(
      'The images have 257 different labels, and Strata trains up to 256 classes: is their class what the labels say?',
    )
    await expect(put([makeSet(['a', 'a'], [0, 0])])).rejects.toThrow('All images that could be used have the label “a”')
  })

  it('stops when it is aborted', async () => {
    const big = (): ImageSet =>
      makeSet(
        TEN,
        TEN.map(() => 0),
        { width: 2000, height: 1000, pixels: new Uint8Array(2e7), splitsFrom: 'column' },
      )
    const abort = new AbortController()
    const joining = put([big(), big()], {
      signal: abort.signal,
      settings: { ...DEFAULT_SETTINGS, size: { width: 999, height: 999 } },
    })
    // It is at its first image: a timer would not be heard among the messages that Node takes first.
    abort.abort()
    await expect(joining).rejects.toMatchObject({ name: 'AbortError' })
  })
})
