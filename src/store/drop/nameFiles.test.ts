import { expect, test } from 'vitest'
import { nameFiles } from './nameFiles'

const name = (...paths: readonly string[]): string => nameFiles(paths.map((path) => ({ path })))

test('a few files are named one by one, a folder once', () => {
  expect(name('images.zip', 'table.csv')).toBe('images.zip + table.csv')
  expect(name('pets/cat/1.png', 'pets/cat/2.png', 'pets/dog/1.png', 'labels.csv')).toBe('pets + labels.csv')
})

test('of many files the first are named', () => {
  expect(name('a.png', 'b.png', 'c.png', 'd.png', 'e.png')).toBe('a.png + b.png + c.png and 2 more')
})
