import { expect, it } from 'vitest'
import { NO_MARKS } from '../../../runs/record'
import { someRun } from '../../../runs/someRun.fixture'
import { describeJudging } from './judging'
import type { JudgedRun } from './usePair'

function judged(number: number, split: 'test' | 'validation', more: Partial<JudgedRun> = {}): JudgedRun {
  const { summary, details } = someRun(number)
  const run = { number, marks: NO_MARKS, state: 'finished', summary } as const
  return { title: `Run ${number}`, run, details, look: details[split]!, ...more }
}

const one = judged(1, 'test')

it('says by which images both are judged', () => {
  expect(describeJudging(one, judged(2, 'test'))).toBe('Both are judged by their test images.')
})

it('says that they are judged by other images, and how those differ', () => {
  const few = { ...one.details, dataset: { ...one.details.dataset, classes: ['a', 'b', 'c'] } }
  expect(describeJudging(judged(2, 'test', { details: few }), one)).toBe(
    'Run 1 is judged by other test images than Run 2: 10 classes against 3.',
  )
})

it('says of which epoch a model is', () => {
  const early = judged(2, 'validation', { moment: 'after epoch 9, whose weights the model has' })
  expect(describeJudging(judged(1, 'validation'), early)).toBe(
    'Both are judged by their validation images. Run 2 is judged after epoch 9, whose weights the model has.',
  )
})
