import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalisePath } from './archive'
import { matchPaths } from './matchPaths'

const archiveOf = (...paths: string[]): Map<string, true> => new Map(paths.map((path) => [path, true]))

describe('matchPaths', () => {
  it('finds paths as they are written', () => {
    expect(matchPaths(['a/1.png', 'a/2.png'], archiveOf('a/1.png'))).toEqual(['a/1.png', undefined])
  })

  it('finds paths under a folder that wraps the archive, whatever else lies beside it', () => {
    const entries = archiveOf('README.txt', 'mnist_images/training/5/0.png', 'mnist_images/training/0/0.png')
    expect(matchPaths(['training/5/0.png', 'training/0/0.png'], entries)).toEqual([
      'mnist_images/training/5/0.png',
      'mnist_images/training/0/0.png',
    ])
  })

  it('finds paths that were written from a folder further up, or from the root', () => {
    expect(matchPaths(['/content/data/a/1.png', '/content/data/b/1.png'], archiveOf('a/1.png', 'b/1.png'))).toEqual([
      'a/1.png',
      'b/1.png',
    ])
  })

  it('finds Windows paths, and paths that begin with a dot', () => {
    expect(matchPaths(['a\\1.png', './b/2.png', 'c//3.png'], archiveOf('a/1.png', 'b/2.png', 'c/3.png'))).toEqual([
      'a/1.png',
      'b/2.png',
      'c/3.png',
    ])
  })

  it('never takes a file of another folder for the one that is meant', () => {
    expect(matchPaths(['test/5/0.png'], archiveOf('train/5/0.png'))).toEqual([undefined])
    expect(matchPaths(['../a/1.png'], archiveOf('b/1.png'))).toEqual([undefined])
  })

  it('finds every image of any set under any wrapper', () => {
    const folder = fc.constantFrom('train', 'test', '5', '0', 'a b', 'ü')
    const path = fc
      .tuple(fc.array(folder, { maxLength: 3 }), fc.nat(20))
      .map(([folders, n]) => [...folders, `${n}.png`].join('/'))
    fc.assert(
      fc.property(fc.uniqueArray(path, { minLength: 1, maxLength: 40 }), (paths) => {
        expect(matchPaths(paths, archiveOf(...paths.map((each) => `wrapper/${each}`)))).toEqual(
          paths.map((each) => `wrapper/${each}`),
        )
      }),
    )
  })
})

describe('normalisePath', () => {
  it('has one spelling for a place', () => {
    expect(['./a/./b.png', 'a\\b.png', 'a//b.png', '.\\a\\b.png', 'a/b.png'].map(normalisePath)).toEqual(
      Array(5).fill('a/b.png'),
    )
    expect(normalisePath('../a..b/c.png')).toBe('../a..b/c.png')
    expect(normalisePath('/a/b.png')).toBe('/a/b.png')
  })
})
