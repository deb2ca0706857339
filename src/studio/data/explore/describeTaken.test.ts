import { describe, expect, it } from 'vitest'
import { describeTaken, markOf, nameImage, saySplit } from './describeTaken'

const CLASSES = ['4', '9']
const FACTS = { index: 12, label: '4', split: 'train', path: 'images/4/12.png' } as const

describe('what a model takes images for', () => {
  const seen = [
    { image: 12, label: '4', predicted: 1, probabilities: [0.17, 0.83], before: '4' },
    { image: 3, label: '9', predicted: 1, probabilities: [0.1, 0.9] },
    { image: 5, label: '9', predicted: 0, probabilities: [NaN, NaN] },
  ]
  const [other, alike, none, unseen] = describeTaken([12, 3, 5, 7], seen, CLASSES)

  it('is matched by image, and says nothing of outputs that are no numbers or images that were not seen', () => {
    expect(other).toEqual({ name: '9', probability: 0.83, isOther: true, before: '4' })
    expect(alike).toEqual({ name: '9', probability: 0.9, isOther: false })
    expect([none, unseen]).toEqual([undefined, undefined])
  })

  it('is marked where the label says otherwise, with what a run before said', () => {
    expect(markOf({ name: '9', probability: 0.8, isOther: true })).toBe('9')
    expect(markOf(other)).toBe('4 → 9')
    expect(markOf({ name: '9', probability: 0.8, isOther: false, before: '4' })).toBe('4 → 9')
    expect(markOf(alike)).toBeUndefined()
    expect(markOf(undefined)).toBeUndefined()
  })

  it('is in the name of a tile', () => {
    const of = { split: 'test', since: { run: 1, title: 'Run 1' } } as const
    expect(nameImage(FACTS, undefined, undefined)).toBe('4, train, images/4/12.png')
    expect(nameImage(FACTS, other, of).replaceAll(/\s/g, ' ')).toBe(
      'labelled 4, taken for 9, 83 %, Run 1 said 4, train, images/4/12.png',
    )
  })
})

it('says of images that a recipe drew from train for validation that they were drawn', () => {
  expect(saySplit(FACTS, { split: 'validation' })).toBe('train, drawn for validation')
  expect(saySplit(FACTS, { split: 'test' })).toBe('train')
  expect(saySplit({ split: 'validation' }, { split: 'validation' })).toBe('validation')
  expect(saySplit({ split: 'excluded' }, { split: 'validation' })).toBe('excluded')
})
