import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { labelByArchives, labelByFolders } from './folders'

const read = (...paths: string[]): (string | undefined)[] => {
  const { labels, splits } = labelByFolders(paths)
  return paths.map((_, i) => (labels[i] === undefined ? undefined : `${labels[i]} ${splits[i] ?? '-'}`))
}

describe('labelByFolders', () => {
  it('takes folders side by side for classes, wherever they are', () => {
    expect(read('cat/1.png', 'dog/1.png')).toEqual(['cat -', 'dog -'])
    expect(read('a/pets/cat/1.png', 'a/pets/dog/1.png')).toEqual(['cat -', 'dog -'])
  })

  it('reads splits above the classes, or below', () => {
    expect(read('set/train/cat/1.png', 'set/train/dog/1.png', 'set/test/cat/1.png', 'set/val/dog/1.png')).toEqual([
      'cat 0',
      'dog 0',
      'cat 2',
      'dog 1',
    ])
    expect(read('cat/train/1.png', 'cat/test/1.png', 'dog/train/1.png', 'dog/test/1.png')).toEqual([
      'cat 0',
      'cat 2',
      'dog 0',
      'dog 2',
    ])
    expect(read('train/images/cat/1.png', 'train/images/dog/1.png', 'test/images/cat/1.png')).toEqual([
      'cat 0',
      'dog 0',
      'cat 2',
    ])
    expect(read('train/cat/1.png', 'train/dog/1.png')).toEqual(['cat 0', 'dog 0'])
  })

  it('takes images further down for the class above them', () => {
    expect(read('cat/2020/1.png', 'dog/1.png', 'dog/a/b/1.png')).toEqual(['cat -', 'dog -', 'dog -'])
    expect(labelByFolders(['my data/2024/cat/a/0.png', 'my data/2024/dog/b/0.png']).inner).toBe('cat/a')
    expect(labelByFolders(['cat/train/0.png', 'dog/test/0.png']).inner).toBe(undefined)
  })

  it('looks into folders that all hold the same ones', () => {
    expect(read('a/cat/1.png', 'a/dog/1.png', 'b/cat/1.png', 'b/dog/1.png')).toEqual([
      'cat -',
      'dog -',
      'cat -',
      'dog -',
    ])
  })

  it('gives no class to images beside the class folders, above them, or without any', () => {
    expect(read('cat/1.png', 'dog/1.png', 'stray.png')).toEqual(['cat -', 'dog -', undefined])
    expect(read('set/cat/1.png', 'set/dog/1.png', 'stray.png', 'set/stray.png')).toEqual([
      'cat -',
      'dog -',
      undefined,
      undefined,
    ])
    expect(read('holiday/1.png', 'holiday/2.png')).toEqual([undefined, undefined])
    expect(read('train/1.png', 'test/1.png')).toEqual([undefined, undefined])
    expect(read('train/cat/1.png', 'train/dog/1.png', 'test/1.png')).toEqual(['cat 0', 'dog 0', undefined])
  })

  it('passes by a small folder beside the one with the class folders', () => {
    const digits = Array.from({ length: 20 }, (_, i) => `set/${i % 2}/${i}.png`)
    expect(read(...digits, 'figures/1.png')).toEqual([...digits.map((_, i) => `${i % 2} -`), undefined])
  })

  it('takes a folder of images to be predicted, beside those of the splits, for no class', () => {
    const splits = ['seg_train/seg_train/sea/1.png', 'seg_train/seg_train/ice/1.png', 'seg_test/seg_test/sea/1.png']
    expect(read(...splits, 'seg_pred/seg_pred/1.png')).toEqual(['sea 0', 'ice 0', 'sea 2', undefined])
  })

  it('looks into a folder that holds those beside it once more', () => {
    const classes = ['set/cat/1.png', 'set/dog/1.png', 'set/elk/1.png']
    const paths = [...classes, 'set/set/cat/1.png', 'set/set/dog/1.png']
    expect(read(...paths)).toEqual(['cat -', 'dog -', 'elk -', 'cat -', 'dog -'])
  })

  it('takes a class that is called like a split for a class', () => {
    expect(read('train/1.png', 'plane/1.png', 'car/1.png')).toEqual(['train -', 'plane -', 'car -'])
  })

  it('takes a single folder for a class when there are others elsewhere', () => {
    expect(labelByFolders(['cat/1.png', 'cat/2.png'], true).labels).toEqual(['cat', 'cat'])
  })

  it('reads any tree of classes, under any wrapper and any splits', () => {
    const word = fc.constantFrom('cat', 'dog', 'a b', '0', '7', '__proto__', 'ü', '<b>')
    fc.assert(
      fc.property(
        fc.uniqueArray(word, { minLength: 2, maxLength: 5 }),
        fc.array(fc.constantFrom('data', 'x'), { maxLength: 3 }),
        fc.constantFrom(['train/', 'test/'], ['']),
        (classes, wrappers, splits) => {
          const paths = splits.flatMap((split) =>
            classes.map((label) => `${wrappers.map((each) => `${each}/`).join('')}${split}${label}/1.png`),
          )
          const found = labelByFolders(paths)
          expect(found.labels).toEqual(splits.flatMap(() => classes))
          expect(found.splits).toEqual(
            splits.flatMap((split, i) => classes.map(() => (split === '' ? undefined : 2 * i))),
          )
        },
      ),
    )
  })

  it('ends with any paths, however deep', () => {
    const folder = fc.constantFrom('a', 'b', 'train', 'test', 'val')
    const path = fc.array(folder, { maxLength: 5 }).map((folders) => [...folders, '1.png'].join('/'))
    fc.assert(
      fc.property(fc.array(path, { maxLength: 30 }), (paths) => {
        expect(labelByFolders(paths).labels).toHaveLength(paths.length)
      }),
    )
    expect(labelByFolders(['a/'.repeat(30_000) + '1.png']).labels).toEqual([undefined])
  })
})

describe('labelByArchives', () => {
  /** As `set.zip:cat/1.png`. */
  const readAll = (...images: string[]): (string | undefined)[] =>
    labelByArchives(
      images.map((image) => image.replace('.zip:', '/')),
      images.map((image) => (image.includes(':') ? image.split(':', 1)[0] : undefined)),
    ).labels

  it('joins the classes of archives in which they lie at different depths', () => {
    const images = [
      'a.zip:img/cat/1.png',
      'a.zip:img/dog/1.png',
      'b.zip:cat/1.png',
      'b.zip:dog/1.png',
      'c.zip:cat/2.png',
    ]
    expect(readAll(...images)).toEqual(['cat', 'dog', 'cat', 'dog', 'cat'])
  })

  it('reads archives with other classes, or one each', () => {
    expect(readAll('a.zip:cat/1.png', 'a.zip:dog/1.png', 'b.zip:elk/1.png', 'b.zip:fox/1.png')).toEqual([
      'cat',
      'dog',
      'elk',
      'fox',
    ])
    expect(readAll('a.zip:cat/1.png', 'b.zip:dog/1.png')).toEqual(['cat', 'dog'])
    expect(readAll('a.zip:x/cat/1.png', 'a.zip:x/dog/1.png', 'cat/1.png')).toEqual(['cat', 'dog', 'cat'])
  })

  it('takes archives for classes where no folders say any, and for splits by their names', () => {
    expect(readAll('cat.zip:1.png', 'dog.zip:1.png')).toEqual(['cat', 'dog'])
    expect(readAll('cat.zip:images/1.png', 'dog.zip:images/1.png')).toEqual(['cat', 'dog'])
    expect(readAll('a.zip:cat/1.png', 'a.zip:dog/1.png', 'elk.zip:1.png')).toEqual(['cat', 'dog', 'elk'])
    const splits = ['train.zip:x/cat/1.png', 'train.zip:x/dog/1.png', 'test.zip:cat/1.png', 'more.zip:1.png']
    expect(readAll(...splits)).toEqual(['cat', 'dog', 'cat', undefined])
  })
})
