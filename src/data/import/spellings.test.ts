/** Classes that came in more than one spelling: each is one class, wherever its name stands. Reports: PFERD #141, shelf-back #50. */
import { describe, expect, it } from 'vitest'
import { makeGreyPng } from '../images/makePng.fixture'
import { DEFAULT_SETTINGS } from '../importSettings'
import { decodeBatch } from '../images/images'
import { importFiles } from './importFiles'
import { classCounts, runImport, zipOf } from './runImport.fixture'

const CAFE = 'caf\u00e9'
/** As macOS writes it. */
const CAFE_APART = 'cafe\u0301'
const THE = 'th\u00e9'
const THE_APART = 'the\u0301'

let drawn = 0
const png = (): Uint8Array => {
  drawn += 1
  return makeGreyPng(3, 3, (x, y) => (drawn * 7 + 80 * x + 20 * y) % 251)
}
const imagesIn = (...folders: readonly string[]): Record<string, Uint8Array> =>
  Object.fromEntries(folders.flatMap((folder) => [0, 1].map((i) => [`${folder}/${i}.png`, png()])))
const csv = (name: string, lines: readonly string[]): File => new File([lines.join('\n')], name)

/** An array of NumPy's format 1.0. */
function npy(type: string, shape: string, body: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = `{'descr': '${type}', 'fortran_order': False, 'shape': ${shape}, }`.padEnd(117) + '\n'
  const bytes = [0x93, ...new TextEncoder().encode('NUMPY'), 1, 0, 118, 0, ...new TextEncoder().encode(head), ...body]
  return Uint8Array.from(bytes)
}
const letters = (texts: readonly string[], width: number): Uint8Array =>
  new Uint8Array(
    Uint32Array.from(texts.flatMap((text) => Array.from({ length: width }, (_, i) => text.codePointAt(i) ?? 0))).buffer,
  )

describe('a class in two spellings', () => {
  it('in the folders of the splits', async () => {
    const files = imagesIn(
      ...['train/' + CAFE_APART, 'train/' + THE_APART, 'train/tea'],
      ...['test/' + CAFE, 'test/' + THE, 'test/tea'],
    )
    const imported = await runImport([zipOf(files)])
    expect(classCounts(imported)).toEqual({ [CAFE]: [2, 0, 2], tea: [2, 0, 2], [THE]: [2, 0, 2] })
    expect(imported.notes).toEqual([
      `2 classes, such as “${CAFE}”, were written in several ways, which differ in how accents are encoded: each is one class.`,
    ])
  })

  it('with blanks at its end, and in it', async () => {
    const imported = await runImport([zipOf(imagesIn('train/my dog ', 'train/cat', 'test/my\u00a0 dog', 'test/cat'))])
    expect(classCounts(imported)).toEqual({ cat: [2, 0, 2], 'my dog': [2, 0, 2] })
    expect(imported.notes).toEqual(['“my dog” was written in two ways, which differ in blanks, and is one class.'])
  })

  it('side by side in one folder, and in folders that are no splits', async () => {
    const beside = await runImport([zipOf(imagesIn(CAFE, CAFE_APART, 'tea'))])
    expect([beside.dataset.classes, beside.dataset.count]).toEqual([[CAFE, 'tea'], 6])
    const wrapped = await runImport([zipOf(imagesIn(`a/${CAFE}`, `a/${THE}`, `b/${CAFE_APART}`, `b/${THE_APART}`))])
    expect(wrapped.dataset.classes).toEqual([CAFE, THE])
  })

  it('in the names of archives', async () => {
    const pictures = (): Record<string, Uint8Array> => ({ '0.png': png(), '1.png': png() })
    const names = [`${CAFE}.zip`, `more/${CAFE_APART}.zip`, 'tea.zip']
    const { dataset } = await runImport(names.map((name) => zipOf(pictures(), name)))
    expect(dataset.classes).toEqual([CAFE, 'tea'])
  })

  it('in a table of images', async () => {
    const images = zipOf(imagesIn('images'))
    const table = csv('labels.csv', [
      'image_path,label,split',
      `images/0.png,${CAFE},0`,
      `images/1.png,${CAFE_APART},2`,
    ])
    const more = zipOf({ 'c.png': png(), 'd.png': png() }, 'more.zip')
    const others = csv('others.csv', ['image_path,label,split', 'c.png,my\u200b dog,0', 'd.png,my  dog,2'])
    const imported = await runImport([images, table, more, others])
    expect(classCounts(imported)).toEqual({ [CAFE]: [1, 0, 1], 'my dog': [1, 0, 1] })
    expect(imported.notes).toEqual([
      `2 classes, such as “${CAFE}”, were written in several ways, which differ in how accents are encoded, blanks and signs that can’t be seen: each is one class.`,
    ])
  })

  it('in the columns of a table, one a class, and in folders beside', async () => {
    const files = { ...imagesIn('images'), ...imagesIn('others') }
    const table = csv('train.csv', [`image_path,${CAFE_APART},tea`, 'images/0.png,1,0', 'images/1.png,0,1'])
    const test = csv('test.csv', [`image_path,${CAFE},tea`, 'others/0.png,1,0', 'others/1.png,0,1'])
    expect(classCounts(await runImport([zipOf(files), table, test]))).toEqual({ [CAFE]: [1, 0, 1], tea: [1, 0, 1] })
  })

  it('in tables of pixels and of labels', async () => {
    const rows = (name: string): string[] =>
      Array.from({ length: 12 }, (_, i) =>
        [i % 2 ? 'tea' : name, ...Array.from({ length: 16 }, (_, k) => (i * 37 + k * 53) % 256)].join(','),
      )
    const header = ['label', ...Array.from({ length: 16 }, (_, k) => `pixel${k}`)].join(',')
    const imported = await runImport([
      csv('train.csv', [header, ...rows(CAFE)]),
      csv('test.csv', [header, ...rows(CAFE_APART)]),
    ])
    expect(classCounts(imported)).toEqual({ [CAFE]: [6, 0, 6], tea: [6, 0, 6] })
  })

  it('in arrays of texts', async () => {
    const arrays = (names: readonly string[], split: string): Record<string, Uint8Array> => ({
      [`x_${split}.npy`]: npy(
        '|u1',
        '(4, 2, 2)',
        Uint8Array.from({ length: 16 }, (_, i) => (i * 67) % 256),
      ),
      [`y_${split}.npy`]: npy('<U6', '(4,)', letters(names, 6)),
    })
    const file = zipOf(
      { ...arrays([CAFE, 'tea', CAFE, 'tea'], 'train'), ...arrays([CAFE_APART, 'tea', 'te\u200ba', 'tea '], 'test') },
      'drinks.npz',
    )
    const imported = await runImport([file])
    expect(classCounts(imported)).toEqual({ [CAFE]: [2, 0, 1], tea: [2, 0, 3] })
  })

  it('of data that are added to, under the name that is there', async () => {
    const options = { signal: new AbortController().signal, onProgress: () => undefined, decodeImages: decodeBatch }
    const read = async (file: File, addTo?: Parameters<typeof importFiles>[3]) => {
      const outcome = await importFiles([{ path: file.name, file }], DEFAULT_SETTINGS, options, addTo)
      if (outcome.kind === 'question') throw new Error('It asks')
      return outcome
    }
    const { dataset } = await read(zipOf(imagesIn(CAFE, 'tea')))
    // Kept in the browser before names had one spelling.
    const kept = { ...dataset, classes: [CAFE_APART, 'tea'] }
    const joined = await read(zipOf(imagesIn(CAFE), `${CAFE}.zip`), kept)
    expect(joined.dataset.classes).toEqual([CAFE_APART, 'tea'])
    expect(joined.report.notes).toContain(
      `“${CAFE_APART}” was written in two ways, which differ in how accents are encoded, and is one class.`,
    )
  })

  it('leaves names alone that say different things', async () => {
    const { dataset, notes } = await runImport([zipOf(imagesIn('a b', 'ab', 'AB', 'a_b'))])
    expect(dataset.classes).toEqual(['AB', 'a b', 'a_b', 'ab'])
    expect(notes.join()).not.toContain('written in')
  })
})
