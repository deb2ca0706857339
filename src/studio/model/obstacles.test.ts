import { describe, expect, it } from 'vitest'
import { teachableMachineTarget } from '../../interop/teachableMachine/target'
import { tensorflowjsTarget } from '../../interop/tensorflowjs/target'
import { analyseStack, DEFAULT_DATA_SHAPE } from '../../model/graph/shapes'
import { createLayer, createStack } from '../../model/graph/stack'
import { withObstacles } from './obstacles'

const stack = createStack('image', [
  createLayer('Conv2D'),
  createLayer('ReLU', { threshold: 0.5, negativeSlope: 0.1 }),
  createLayer('Flatten'),
  createLayer('Dense', { units: 10, activation: 'softmax' }),
])
const IMAGE = { height: 28, width: 20, channels: 1 }
const analysis = analyseStack(stack, DEFAULT_DATA_SHAPE)

describe('a tool that the model is to go to', () => {
  it('has a hint at each layer that it can’t take, and at no other', () => {
    const { analysis: hinted, count } = withObstacles(analysis, stack, IMAGE, tensorflowjsTarget)
    expect(count).toBe(1)
    expect(hinted.layers[1]!.problems).toEqual([
      { severity: 'hint', message: expect.stringMatching(/^TensorFlow\.js: .+\.$/) as string },
    ])
    for (const at of [0, 2, 3]) expect(hinted.layers[at]).toBe(analysis.layers[at])
    expect(hinted.trainable).toBe(true)
  })

  it('changes nothing where it takes all layers, or none is chosen', () => {
    expect(withObstacles(analysis, stack, IMAGE, undefined).analysis).toBe(analysis)
    const plain = createStack('image', [createLayer('Flatten'), createLayer('Dense', { units: 10 })])
    const facts = analyseStack(plain, DEFAULT_DATA_SHAPE)
    expect(withObstacles(facts, plain, IMAGE, tensorflowjsTarget).analysis).toBe(facts)
  })

  it('says why it takes no such images', () => {
    expect(withObstacles(analysis, stack, IMAGE, teachableMachineTarget).images).toContain('cuts a square')
    expect(withObstacles(analysis, stack, { ...IMAGE, width: 28 }, teachableMachineTarget).images).toBeUndefined()
  })
})
