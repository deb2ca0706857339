import { describe, expect, it } from 'vitest'
import { listClasses, readPattern } from './patternReading'

const names = ['cat.0.jpg', 'cat.1.jpg', 'dog.2.jpg', '3.jpg']
const question = { names, count: 4, guesses: [] }

describe('what a pattern gives', () => {
  it('is counted, and shown by a name of each class and one that does not fit', () => {
    expect(readPattern('{class}.#', question)).toEqual({
      outcome: '2 classes in 4 names: cat, dog. 1 does not fit and is left out.',
      examples: [
        { name: 'cat.0.jpg', label: 'cat' },
        { name: 'dog.2.jpg', label: 'dog' },
        { name: '3.jpg', label: undefined },
      ],
    })
    expect(readPattern('{class}.#', { ...question, count: 25_000 }).outcome).toBe(
      '2 classes in 4 of the 25,000 names: cat, dog. 1 does not fit and is left out.',
    )
  })

  it('is listed in short, to tell patterns apart', () => {
    expect(listClasses('{class}.#', names)).toBe('cat, dog')
    expect(listClasses('*{class}', names)).toBe('')
    const many = Array.from({ length: 9 }, (_, i) => `${i}_x.png`)
    expect(listClasses('{class}_*', many)).toBe('0, 1, 2, …')
    expect(readPattern('{class}_*', { names: many, count: 9, guesses: [] }).outcome).toBe(
      '9 classes in 9 names: 0, 1, 2, 3, 4, 5, …',
    )
  })

  it('is a problem where it is no pattern, or of no use', () => {
    expect(readPattern('{class}*', question).problem).toMatch(/^Put what parts \{class\} from \*/)
    expect(readPattern('{class}_#', question)).toMatchObject({ problem: 'It fits none of the names.' })
    expect(readPattern('{class}.0', question).problem).toBe('It gives one class, and two are the least.')
  })

  it('is what folders say without one, unless they say nothing', () => {
    expect(readPattern('', question).outcome).toBe('Without a pattern, folders say the classes.')
    expect(readPattern('', { ...question, problem: 'There are no labels.' }).problem).toMatch(/^Write \{class\}/)
    expect(readPattern('', { ...question, guesses: ['{class}_*', '*_{class}'] }).problem).toMatch(/^Write \{class\}/)
  })
})
