import { expect, it } from 'vitest'
import { imageOf, runImport } from '../import/runImport.fixture'

/** Rows of 7 x 7 pixels, the label first; image `i` goes from 0 to `most`. */
function table(name: string, most: number): File {
  const rows = Array.from({ length: 40 }, (_, i) => {
    const pixels = Array.from({ length: 49 }, (__, at) =>
      at === 0 ? most : Math.floor((((at * 7 + i) % 50) * most) / 50),
    )
    return [i % 2, ...pixels].join(',')
  })
  const header = ['label', ...Array.from({ length: 49 }, (_, i) => `pixel${i}`)].join(',')
  return new File([[header, ...rows].join('\n')], name)
}

it('whole numbers of 10 to 16 bits are spread in tables, on one scale for all of them', async () => {
  const imported = await runImport([table('train.csv', 4095), table('test.csv', 900)])
  expect(imported.dataset.count).toBe(80)
  expect(imported.problemCount).toBe(0)
  const test = imported.dataset.splits.indexOf(2)
  expect(imageOf(imported, imported.dataset.splits.indexOf(0))[0]).toBe(255)
  expect(imageOf(imported, test)[0]).toBe(56)
  expect(imported.notes.join()).toContain(
    'train.csv, with what came beside it, uses 12 bits, so 4,095 was taken for white',
  )
  expect(imported.open).toEqual(['bits'])
})

it('a table that is dim as a whole is on the scale of those beside it', async () => {
  const imported = await runImport([table('train.csv', 4095), table('test.csv', 200)])
  expect(imageOf(imported, imported.dataset.splits.indexOf(2))[0]).toBe(12)
  expect((await runImport([table('train.csv', 4095)], { bits: 16 })).dataset.pixels.slice(0, 1)).toEqual(
    Uint8Array.of(16),
  )
})

it('one row above 255 is a row that is wrong', async () => {
  const text = (await table('train.csv', 255).text()).replace('\n1,255', '\n1,400')
  const imported = await runImport([new File([text], 'train.csv')])
  expect([imported.dataset.count, imported.problemCount, imported.open]).toEqual([39, 1, undefined])
})
