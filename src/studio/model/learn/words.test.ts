import { describe, expect, it } from 'vitest'
import { drawExample, drawKernel } from '../../../model/learn/examples'
import { readStep } from '../../../model/learn/readStep'
import type { SlidingWindow } from '../../../model/layers/define'
import { walkWindow } from '../../../model/learn/windowWalk'
import { describePicture, describeStep, formatValue } from './words'

function say(window: Partial<SlidingWindow>, row: number, column: number): string {
  const whole: SlidingWindow = {
    kind: 'convolution',
    kernel: [3, 3],
    strides: [1, 1],
    padding: 'same',
    dilation: [1, 1],
    ...window,
  }
  const walk = walkWindow(whole, [5, 5])
  const step = readStep(walk, { row, column }, drawExample([5, 5]), drawKernel('smooth', whole.kernel))
  return describeStep(walk, { row, column }, { ...step, result: 1.25 })
}

describe('describeStep', () => {
  it('says what is added up', () => {
    expect(say({}, 2, 3)).toBe('Output pixel row 2, column 3: sum of 9 products, 1.25')
    expect(say({}, 0, 3)).toBe('Output pixel row 0, column 3: sum of 9 products (3 with padding), 1.25')
    expect(say({ kernel: [1, 1] }, 0, 0)).toBe('Output pixel row 0, column 0: sum of 1 product, 1.25')
  })

  it('says which pixels a pool looks at', () => {
    expect(say({ kind: 'maximum' }, 1, 1)).toBe('Output pixel row 1, column 1: maximum of 9 pixels, 1.25')
    expect(say({ kind: 'mean' }, 0, 0)).toBe(
      'Output pixel row 0, column 0: mean of 4 pixels (5 of the window outside), 1.25',
    )
  })

  it('says how many stamps fall on a pixel', () => {
    expect(say({ kind: 'transposed', strides: [2, 2] }, 2, 2)).toBe(
      'Output pixel row 2, column 2: sum of 4 stamps, 1.25',
    )
    expect(say({ kind: 'transposed', kernel: [1, 1], strides: [2, 2] }, 1, 1)).toBe(
      'Output pixel row 1, column 1: no stamp falls on it, 1.25',
    )
  })
})

it('formatValue writes few digits', () => {
  expect([-0.254, 12, 3.5, 1 / 3, -3072, -0.001].map(formatValue)).toEqual([
    '−0.25',
    '12',
    '3.5',
    '0.33',
    '−3,072',
    '0',
  ])
})

it('describePicture says what is added up over the channels, where anything is', () => {
  expect(describePicture('convolution', 64)).toContain('each of its 64 input channels')
  expect(describePicture('convolution', 1)).not.toContain('input channels')
  expect(describePicture('transposed', undefined)).toContain('stamps overlap')
  expect(describePicture('mean', undefined)).not.toContain('bias')
})
