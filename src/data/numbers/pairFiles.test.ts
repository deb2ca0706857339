import { describe, expect, it } from 'vitest'
import { readName } from '../labels/fileNames'
import { type Pairable, pairFiles } from './pairFiles'

const file = (path: string, count?: number): Pairable => ({
  name: readName(path),
  place: path.slice(0, path.lastIndexOf('/') + 1),
  count,
})
const pair = (images: readonly string[], labels: readonly string[]): string[] =>
  pairFiles(
    images.map((path) => file(path)),
    labels.map((path) => file(path)),
  ).map((label, i) => `${images[i]} = ${label === undefined ? 'none' : labels[label]}`)

describe('pairFiles', () => {
  it('pairs Galaxy’s tables and IDX files, in any order', () => {
    expect(pair(['X_train.tsv', 'X_test.tsv'], ['y_test.tsv', 'y_train.tsv'])).toEqual([
      'X_train.tsv = y_train.tsv',
      'X_test.tsv = y_test.tsv',
    ])
    expect(
      pair(
        ['t10k-images-idx3-ubyte', 'train-images-idx3-ubyte'],
        ['train-labels-idx1-ubyte', 't10k-labels.idx1-ubyte'],
      ),
    ).toEqual(['t10k-images-idx3-ubyte = t10k-labels.idx1-ubyte', 'train-images-idx3-ubyte = train-labels-idx1-ubyte'])
  })

  it('takes the labels whose name is nearest, and each only once', () => {
    expect(pair(['X_train.tsv'], ['y_train_header.tsv', 'y_train.tsv'])).toEqual(['X_train.tsv = y_train.tsv'])
    expect(pair(['a/x_train.npy', 'b/x_train.npy'], ['b/y_train.npy', 'a/y_train.npy'])).toEqual([
      'a/x_train.npy = a/y_train.npy',
      'b/x_train.npy = b/y_train.npy',
    ])
    expect(pair(['X_train.tsv', 'other_train.tsv'], ['y_train.tsv'])).toEqual([
      'X_train.tsv = y_train.tsv',
      'other_train.tsv = none',
    ])
  })

  it('pairs the only two that are left, whatever they are called', () => {
    expect(pair(['digits.npy'], ['answers.csv'])).toEqual(['digits.npy = answers.csv'])
    expect(pair(['digits.npy', 'letters.npy'], ['answers.csv'])).toEqual(['digits.npy = none', 'letters.npy = none'])
  })

  it('never pairs train with test', () => {
    expect(pair(['X_train.tsv'], ['y_test.tsv'])).toEqual(['X_train.tsv = none'])
  })

  it('pairs by count where names don’t say', () => {
    const images = [file('arr_0.npy', 60), file('arr_2.npy', 10)]
    expect(pairFiles(images, [file('arr_1.npy', 60), file('arr_3.npy', 10)])).toEqual([0, 1])
    expect(pairFiles([file('x.npy', 60)], [file('y.npy', 61)])).toEqual([undefined])
  })
})
