import { describe, expect, it } from 'vitest'
import type { StepTime } from '../../../engine/protocol/stepTime'
import { analyseStack, DEFAULT_DATA_SHAPE, type LayerFacts } from '../../../model/graph/shapes'
import { TEMPLATES } from '../../../model/graph/templates/templates'
import { describeParameters, describeSight, describeTime, explainFigures } from './layerFigures'

const { layers } = analyseStack(TEMPLATES[0].build(DEFAULT_DATA_SHAPE).stack, DEFAULT_DATA_SHAPE)
const factsOf = (name: string): LayerFacts => {
  const facts = layers.find((each) => each.name === name)
  if (!facts) throw new Error(`There is no ${name}`)
  return facts
}
const normalised: LayerFacts = { ...factsOf('conv2d'), name: 'norm', parameters: 256, trainableParameters: 128 }

const time: StepTime = {
  milliseconds: 200,
  layers: { conv2d: { forward: 12.3, backward: 50 }, dense: { forward: 0.2, backward: 0.4 } },
  rest: { images: 100, loss: 20, update: 17.1 },
  takenIn: { max_pooling2d: { layer: 'conv2d' }, softmax: 'loss' },
  clock: 'device',
}

describe('the figures of a layer', () => {
  it('say how much of the image a value sees', () => {
    const says = (name: string): unknown => describeSight(factsOf(name).receptiveField)
    expect(says('reshape')).toBe('sees 1 pixel')
    expect(says('conv2d')).toBe('sees 3 × 3 pixels')
    expect(says('flatten')).toBeUndefined()
    expect(says('dense')).toBe('sees the whole image')
    expect(describeSight({ size: [23, 12], jump: [4, 2] })).toBe('sees 23 × 12 pixels')
  })

  it('tell the parameters that train from those that do not', () => {
    expect(describeParameters(factsOf('conv2d'))).toBe('640 params')
    expect(describeParameters(normalised)).toBe('256 params, 128 train')
  })

  it('give a layer’s share of a step, or say where it is counted', () => {
    expect(describeTime('conv2d', time)).toBe('31\u202f% of a step')
    expect(describeTime('dense', time)).toBe('under 1\u202f% of a step')
    expect(describeTime('max_pooling2d', time)).toBe('time counted with conv2d')
    expect(describeTime('softmax', time)).toBe('time counted with the loss')
    expect(describeTime('flatten', time)).toBe('no time of its own')
  })

  it('are explained in sentences', () => {
    expect(explainFigures(factsOf('conv2d'), { time, batchSize: 500 })).toBe(
      'For one image it gives 28 × 28 × 64 values, which take 201 kB of memory. ' +
        'Training changes its 640 parameters. ' +
        'It takes 903K floating-point operations (FLOPs); a multiply and an add count 2. ' +
        'Each value is made from 3 × 3 pixels: its receptive field. ' +
        'In a step of 500 images it took 12.3 ms forward and 50.0 ms backward.',
    )
    expect(explainFigures(factsOf('flatten'), { time, batchSize: 500 })).toBe(
      'For one image it gives 1152 values, which take 4.61 kB of memory. ' +
        'It has no parameters: there is nothing in it to learn. ' +
        'It computes nothing in a step: the same values are read under another shape.',
    )
    expect(explainFigures(normalised)).toContain(
      'Training changes 128 of its 256 parameters; the others follow along without it, such as moving means.',
    )
    expect(explainFigures(factsOf('max_pooling2d'), { time, batchSize: 500 })).toContain(
      'It is computed together with conv2d, so its time is counted there.',
    )
  })
})
