import { describe, expect, it } from 'vitest'
import { entryOf } from '../../files/entryOf.fixture'
import { profileTable } from './profileTable'
import type { TableProfile } from './tableProfile'

async function profile(text: string | Uint8Array): Promise<TableProfile> {
  const found = await profileTable(entryOf('table.csv', text))
  if (found === undefined) throw new Error('It is a table')
  return found
}

const cells = (count: number, value: (i: number) => number | string): string =>
  Array.from({ length: count }, (_, i) => value(i)).join(',')

describe('what a table is', () => {
  it.each([
    ['28 × 28 without header', [cells(784, () => 0), cells(784, (i) => i % 256)], [28, 28, 1, undefined]],
    ['label before 28 × 28', [`5,${cells(784, () => 0)}`, `3,${cells(784, (i) => i % 256)}`], [28, 28, 1, 0]],
    ['label behind 28 × 28', [`${cells(784, () => 0)},1`, `${cells(784, (i) => i % 200)},2`], [28, 28, 1, 784]],
    ['32 × 32 in colour', [cells(3072, () => 9), cells(3072, (i) => i % 256)], [32, 32, 3, undefined]],
    [
      'names of two numbers',
      [`label,${cells(12, (i) => `p${Math.floor(i / 4)}_${i % 4}`)}`, `a,${cells(12, (i) => i)}`],
      [4, 3, 1, 0],
    ],
    ['a label of any name', [`emotion,${cells(64, (i) => `pixel${i}`)}`, `3,${cells(64, () => 7)}`], [8, 8, 1, 0]],
    ['words without header', [`cat,${cells(64, () => 7)}`, `dog,${cells(64, () => 9)}`], [8, 8, 1, 0]],
  ] as const)('%s', async (_, lines, [width, height, channels, label]) => {
    const { shape } = await profile(lines.join('\n'))
    expect(shape).toMatchObject({ kind: 'pixels', width, height, channels, label })
  })

  it('says when it had to guess which end is the label', async () => {
    const { shape } = await profile(`${cells(65, () => 1)}\n${cells(65, () => 1)}`)
    expect(shape).toMatchObject({
      kind: 'pixels',
      label: 0,
      candidates: [{ column: 0 }, { column: 64 }],
      isLabelInDoubt: true,
    })
  })

  it('says what is wrong with whole images in one column', async () => {
    const image = (value: number): string => Array.from({ length: 64 }, (_, i) => value + i).join(' ')
    const { shape } = await profile(`emotion,pixels,Usage\n0,${image(1)},Training\n3,${image(9)},PublicTest\n`)
    const reason = 'table.csv has all pixels of an image in one column, “pixels”: give each pixel a column of its own.'
    expect(shape).toEqual({ kind: 'other', reason })
  })

  it('leaves out a column that counts the rows', async () => {
    const rows = Array.from({ length: 40 }, (_, row) => `${row},${row % 3},${cells(64, (i) => (i * row) % 256)}`)
    const { shape } = await profile(rows.join('\n'))
    expect(shape).toMatchObject({ kind: 'pixels', width: 8, label: 1 })
  })

  it('says of pixels that make no image how many there are', async () => {
    const { shape } = await profile(`${cells(83, (i) => i)}\n${cells(83, () => 4)}\n${cells(83, () => 5)}`)
    expect(shape).toEqual({
      kind: 'other',
      reason:
        'table.csv has 83 columns of numbers, which make no square image, grey or in colour: give each image one column a pixel, such as 784 for 28 × 28.',
    })
  })

  it.each([
    ['numbers', '5\n0\n4\n', undefined, { kind: 'labels', column: 0 }],
    ['numbers with a header', 'label\n5\n0\n', ['label'], { kind: 'labels', column: 0 }],
    ['words', 'cat\ndog\ncat\n', undefined, { kind: 'labels', column: 0 }],
    ['words with a header', 'species\ncat\ndog\ncat\ndog\n', ['species'], { kind: 'labels', column: 0 }],
    ['an index beside them', 'ImageId,Label\n1,4\n2,7\n', ['ImageId', 'Label'], { kind: 'labels', column: 1 }],
    ['an index of pandas', ',0\n0,4\n1,7\n', ['', '0'], { kind: 'labels', column: 1 }],
    ['one-hot', '0\t1\t0\n1\t0\t0\n', undefined, { kind: 'oneHot', columns: [0, 1, 2], classes: ['0', '1', '2'] }],
    [
      'one-hot with names',
      'cat;dog\n1.0;0.0\n0.0;1.0\n',
      ['cat', 'dog'],
      { kind: 'oneHot', columns: [0, 1], classes: ['cat', 'dog'] },
    ],
    [
      'one-hot with counted names',
      '0,1,2\n0,0,1\n0,1,0\n',
      ['0', '1', '2'],
      { kind: 'oneHot', columns: [0, 1, 2], classes: ['0', '1', '2'] },
    ],
    ['images', 'image_path,label\na.png,1\nb.png,2\n', ['image_path', 'label'], { kind: 'other' }],
    ['images without header', 'a.png,1\nb.png,2\n', undefined, { kind: 'other' }],
    ['measurements', '5.1,3.5,1.4,0.2,setosa\n4.9,3.0,1.4,0.2,setosa\n', undefined, { kind: 'other' }],
  ])('labels or not: %s', async (_, text, header, shape) => {
    const found = await profile(text)
    expect([found.header, found.shape]).toEqual([header, shape])
  })

  it('reads what R’s write.table writes, which gives its column of row names no name', async () => {
    const names = Array.from({ length: 64 }, (_, i) => `"V${i + 1}"`).join(' ')
    const rows = [1, 2, 3].map((row) => `"${row}" "a${row % 2}" ${Array(64).fill(row).join(' ')}`)
    const { header, shape } = await profile([`"label" ${names}`, ...rows].join('\n'))
    expect(header?.slice(0, 3)).toEqual(['', 'label', 'V1'])
    expect(shape).toMatchObject({ kind: 'pixels', width: 8, height: 8, label: 1 })
  })

  it.each([
    ['plain', 'sep=;\r\nid;label\r\n1;a, b\r\n2;c\r\n'],
    ['in quotation marks', '"sep=;"\nid;label\n1;a, b, c\n2;c, d, e\n'],
    ['above a single column', 'SEP=;\nlabel\na, b\nc, d\n'],
  ])('follows the separator that Excel’s first line names, %s', async (_, text) => {
    const { form, header, shape } = await profile(text)
    expect(form).toMatchObject({ delimiter: ';', skipped: 1 })
    expect(header?.at(-1)).toBe('label')
    expect(shape).toEqual({ kind: 'labels', column: header!.length - 1 })
  })

  it('says of a header without rows that they are missing', async () => {
    const { shape } = await profile('label,pixel0,pixel1\n')
    expect(shape).toEqual({ kind: 'other', reason: 'table.csv has a header but no rows: it needs one row an image.' })
  })

  it('is undefined for what is no text', async () => {
    expect(await profileTable(entryOf('x', ''))).toBeUndefined()
    expect(await profileTable(entryOf('x', Uint8Array.of(80, 75, 3, 4, 0, 0)))).toBeUndefined()
  })

  it('reads on where rows are longer than its first look', async () => {
    const row = (value: number): string => cells(512 * 512, () => value)
    const { shape } = await profile([row(1), row(2), row(3)].join('\n'))
    expect(shape).toMatchObject({ kind: 'pixels', width: 512, height: 512 })
  })
})
