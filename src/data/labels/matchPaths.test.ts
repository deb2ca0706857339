import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findByName, PathFinder } from './matchPaths'

/** The files that the paths of a table are taken for. */
function match(paths: readonly string[], files: readonly string[]): (string | undefined)[] {
  return new PathFinder(files).find(paths).map((place) => (place === undefined ? undefined : files[place]))
}

describe('PathFinder', () => {
  it('finds paths as they are written', () => {
    expect(match(['a/1.png', 'a/2.png'], ['a/1.png'])).toEqual(['a/1.png', undefined])
  })

  it('finds paths under a folder that wraps the archive, whatever else lies beside it', () => {
    const files = ['README.txt', 'mnist_images/training/5/0.png', 'mnist_images/training/0/0.png']
    expect(match(['training/5/0.png', 'training/0/0.png'], files)).toEqual(files.slice(1))
  })

  it('finds the wrapper by a few of very many files', () => {
    const files = Array.from({ length: 20_000 }, (_, i) => `digits/${i % 10}/${i}.png`)
    expect(match(['3/123.png', '7/19997.png'], files)).toEqual(['digits/3/123.png', 'digits/7/19997.png'])
  })

  it('finds paths that were written from a folder further up, or from the root', () => {
    const files = ['a/1.png', 'b/1.png']
    expect(match(['/content/data/a/1.png', '/content/data/b/1.png'], files)).toEqual(files)
    expect(match(['C:\\data\\a\\1.png', 'C:\\data\\b\\1.png'], files)).toEqual(files)
  })

  it('finds Windows paths, and paths that begin with a dot', () => {
    const files = ['a/1.png', 'b/2.png', 'c/3.png']
    expect(match(['a\\1.png', './b/2.png', 'c//3.png'], files)).toEqual(files)
  })

  it('finds names whose capitals, accents or extension the table leaves out', () => {
    expect(match(['IMG_1.PNG', 'caf\u00e9.png'], ['set/img_1.png', 'set/cafe\u0301.png'])).toEqual([
      'set/img_1.png',
      'set/cafe\u0301.png',
    ])
    expect(match(['0001', '0002', 'scan.3'], ['x/0001.png', 'x/0002.jpg', 'x/scan.3.png'])).toEqual([
      'x/0001.png',
      'x/0002.jpg',
      'x/scan.3.png',
    ])
  })

  it('finds bare names in whatever folder they are, when only one file has them', () => {
    const files = ['train/5/0.png', 'train/0/1.png', 'train/0/2.png', 'train/5/2.png']
    expect(match(['0.png', '1.png', '2.png'], files)).toEqual(['train/5/0.png', 'train/0/1.png', undefined])
    expect(match(['0', '1', '2'], files)).toEqual(['train/5/0.png', 'train/0/1.png', undefined])
    expect(match(['0.png', '1.png'], ['a/0.png', 'a/1.png', 'b/0.png', 'b/1.png'])).toEqual([undefined, undefined])
  })

  it('never takes a file of another folder for the one that is meant', () => {
    expect(match(['test/5/0.png'], ['train/5/0.png'])).toEqual([undefined])
    expect(match(['../a/1.png'], ['b/1.png'])).toEqual([undefined])
    expect(match(['a/1'], ['b/1.png'])).toEqual([undefined])
  })

  it('finds every image of any set under any wrapper', () => {
    const folder = fc.constantFrom('train', 'test', '5', '0', 'a b', 'ü')
    const path = fc
      .tuple(fc.array(folder, { maxLength: 3 }), fc.nat(20))
      .map(([folders, n]) => [...folders, `${n}.png`].join('/'))
    fc.assert(
      fc.property(fc.uniqueArray(path, { minLength: 1, maxLength: 40 }), (paths) => {
        const files = paths.map((each) => `wrapper/${each}`)
        expect(match(paths, files)).toEqual(files)
      }),
    )
  })
})

describe('findByName', () => {
  it('finds files that lie together by their names, whatever folders the table gives', () => {
    expect(findByName(['img/cat/0.png', 'img/dog/1.png', 'img/dog/7.png'], ['set/0.png', 'set/1.png'])).toEqual([
      0,
      1,
      undefined,
    ])
  })

  it('finds none that two paths could mean, and none where folders say more', () => {
    expect(findByName(['cat/0.png', 'dog/0.png', 'dog/1.png'], ['0.png', '1.png'])).toEqual([undefined, undefined, 1])
    expect(findByName(['cat/0.png'], ['elk/0.png', 'fox/1.png'])).toEqual([undefined])
    expect(findByName(['train/5/0.png'], ['test/0.png'])).toEqual([undefined])
  })
})
