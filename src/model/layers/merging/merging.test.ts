import { describe, expect, it } from 'vitest'
import type { Shape } from '../define'
import { concatenate } from './concatenate'
import { add, average, maximum, multiply, subtract } from './elementwise'

const IMAGE = { height: 28, width: 28, channels: 1 }

function messageOf(definition: typeof add, ...inputs: readonly Shape[]): string | undefined {
  return definition.problems({}, inputs, IMAGE)[0]?.message
}

describe('Add and its like', () => {
  it('stretch axes of length 1, as Keras does, and axes that an input lacks', () => {
    const shapeOf = (...inputs: readonly Shape[]) => multiply.outputShape({}, inputs)
    expect(shapeOf([14, 14, 64], [14, 14, 64])).toEqual([14, 14, 64])
    expect(shapeOf([14, 14, 64], [1, 1, 64])).toEqual([14, 14, 64])
    expect(shapeOf([64], [14, 14, 64])).toEqual([14, 14, 64])
    expect(shapeOf([14, 1, 1], [1, 7, 1], [3])).toEqual([14, 7, 3])
  })

  it('say what they get and what to change where the inputs don’t go together', () => {
    expect(messageOf(add, [14, 14, 64], [7, 7, 64])).toBe(
      'Add gets 14 × 14 × 64 and 7 × 7 × 64: bring the images to one size, for example with the same strides and padding on both ways, or with UpSampling2D.',
    )
    expect(messageOf(add, [14, 14, 64], [14, 14, 32])).toBe(
      'Add gets 14 × 14 × 64 and 14 × 14 × 32: give them as many channels, for example with a Conv2D of kernel size 1 on one of the ways.',
    )
    expect(messageOf(add, [100], [1000], [100])).toBe(
      'Add gets 100 values, 1,000 values and 100 values: give the Dense layers before it as many units.',
    )
    expect(messageOf(add, [14, 14, 64], [100])).toBe(
      'Add gets 14 × 14 × 64 and 100 values: bring them to the same axes, for example with Flatten or GlobalAveragePooling2D.',
    )
    expect(messageOf(add, [14, 14, 64], [14, 14, 64])).toBeUndefined()
  })

  it('take two inputs or more, Subtract just two', () => {
    expect([add, multiply, average, maximum].map(({ arity }) => arity)).toEqual(
      Array.from({ length: 4 }, () => ({ least: 2, most: Infinity })),
    )
    expect(subtract.arity).toEqual({ least: 2, most: 2 })
  })
})

describe('Concatenate', () => {
  it('counts axes as Keras does: back from the last, or from the batch, which is 0', () => {
    const shapeOf = (axis: number) =>
      concatenate.outputShape({ axis }, [
        [4, 5, 6],
        [4, 5, 6],
        [4, 5, 6],
      ])
    expect([-1, 3].map(shapeOf)).toEqual([
      [4, 5, 18],
      [4, 5, 18],
    ])
    expect([-3, 1].map(shapeOf)).toEqual([
      [12, 5, 6],
      [12, 5, 6],
    ])
  })

  it('says when there is no such axis, and goes back to the last at a press', () => {
    const inputs = [
      [14, 14, 64],
      [14, 14, 64],
    ]
    const fix = { kind: 'update', args: { axis: -1 }, label: 'Use axis -1' }
    expect(concatenate.problems({ axis: 4 }, inputs, IMAGE)).toMatchObject([
      { field: 'axis', message: '14 × 14 × 64 has no axis 4: choose -1, the last axis.', fix },
    ])
    expect(concatenate.problems({ axis: 0 }, inputs, IMAGE)).toMatchObject([
      { message: 'Axis 0 holds the images of a batch, which stay apart: choose -1, the last axis.', fix },
    ])
  })

  it('lets inputs differ along its axis alone', () => {
    const problems = (axis: number, ...inputs: readonly Shape[]) =>
      concatenate.problems({ axis }, inputs, IMAGE).map(({ message }) => message)
    expect(problems(-1, [14, 14, 64], [14, 14, 3])).toEqual([])
    expect(problems(-1, [14, 14, 64], [7, 7, 64])).toEqual([
      'Concatenate gets 14 × 14 × 64 and 7 × 7 × 64, which may differ along axis -1 alone: bring the images to one size, for example with the same strides and padding on both ways, or with UpSampling2D.',
    ])
    expect(problems(1, [14, 14, 64], [7, 14, 64])).toEqual([])
    expect(problems(-1, [14, 14, 64], [100])[0]).toContain('bring them to the same axes')
  })
})
