import { describe, expect, it } from 'vitest'
import { readName, splitOfName, splitOfPath } from './fileNames'

describe('readName', () => {
  it.each([
    ['X_train.tsv', 0, 'images', ''],
    ['y_train.tsv', 0, 'labels', ''],
    ['y_train_header.tsv', 0, 'labels', 'header'],
    ['some/folder/x-test.csv.gz', 2, 'images', ''],
    ['train-images-idx3-ubyte', 0, 'images', ''],
    ['t10k-labels.idx1-ubyte', 2, 'labels', ''],
    ['emnist-letters-test-labels-idx1-ubyte', 2, 'labels', 'emnist letters'],
    ['val_images.npy', 1, 'images', ''],
    ['Xtrain.csv', 0, 'images', ''],
    ['ytest.csv', 2, 'labels', ''],
    ['trainY.csv', 0, 'labels', ''],
    ['XTrain.csv', 0, 'images', ''],
    ['fashion-mnist_train.csv', 0, undefined, 'fashion mnist'],
    ['v1.2_train.csv', 0, undefined, 'v1 2'],
    ['zip.train', 0, undefined, 'zip'],
    ['contest.csv', undefined, undefined, 'contest'],
    ['arr_0.npy', undefined, undefined, 'arr 0'],
  ])('%s', (name, split, role, rest) => {
    expect(readName(name)).toEqual({ split, role, rest })
  })
})

describe('splitOfName', () => {
  it('knows the usual names of folders, and no others', () => {
    expect(
      ['train', 'Training', 'train_set', 'val', 'valid', 'Validation', 'test', 'testing', 'TEST1'].map(splitOfName),
    ).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2])
    expect(['trains', 'latest', 'digits', '0', ''].map(splitOfName)).toEqual(Array(5).fill(undefined))
  })

  it('reads the nearest folder when the file’s name says nothing', () => {
    expect(splitOfPath('test/archive/labels.csv')).toBe(2)
    expect(splitOfPath('test/train.csv')).toBe(0)
    expect(splitOfPath('digits.csv')).toBeUndefined()
  })
})
