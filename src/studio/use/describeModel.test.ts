import { describe, expect, it } from 'vitest'
import { DEFAULT_DATA_SHAPE } from '../../model/graph/shapes'
import { createLayer, insertLayer } from '../../model/graph/stack'
import { TEMPLATES } from '../../model/graph/templates/templates'
import { NO_MODEL, UNDER_WAY } from '../../store/session/underWay'
import { describeModel, whyNotExport } from './describeModel'

const { stack } = TEMPLATES[0].build(DEFAULT_DATA_SHAPE)
const MODEL = { id: 1, stack, classes: '0123456789'.split(''), data: DEFAULT_DATA_SHAPE, parameters: 30_634 }
const FACTS = { model: MODEL, origin: undefined, edited: stack, test: undefined, testedOn: undefined }

describe('the model that would leave', () => {
  it('is told by its size and by what it is for', () => {
    expect(describeModel(FACTS)).toBe(
      '7 layers with 30,634 parameters, for 10 classes of images of 28 × 28 pixels, grey.',
    )
  })

  it('is told by where it comes from and by its test', () => {
    const test = { split: 'test', images: 1, classes: [], confusion: [], loss: 0.1, accuracy: 0.98852 } as const
    const facts = { ...FACTS, origin: 'Trained on a.zip.', test, testedOn: 'b.zip' }
    expect(describeModel(facts)).toContain('Trained on a.zip. Test accuracy 98.85\u202f% on b.zip.')
  })

  it('is not the edited stack, and says so', () => {
    expect(describeModel({ ...FACTS, edited: insertLayer(stack, 0, createLayer('Dropout')) })).toContain('edited since')
    expect(describeModel({ ...FACTS, edited: structuredClone(stack) })).not.toContain('edited')
  })

  it('stays while there is none, or while it is being trained', () => {
    expect(whyNotExport(undefined, false)).toBe(NO_MODEL)
    expect(whyNotExport(MODEL, true)).toBe(UNDER_WAY.training)
    expect(whyNotExport(MODEL, false)).toBeUndefined()
  })
})
