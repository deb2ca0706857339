import { expect, it } from 'vitest'
import { initialWeights } from '../../model/graph/initialise'
import { serialiseProject } from '../../model/project'
import { STRIPES_RECIPE, STRIPES_SHAPE, STRIPES_STACK } from '../stripes.fixture'
import { restoredModel } from './restoredModel'

it('is none where the weights or the normalisation are not for it', () => {
  const project = serialiseProject({ stack: STRIPES_STACK, recipe: STRIPES_RECIPE })
  const paper = { project, data: STRIPES_SHAPE, classes: ['a', 'b'] }
  const weights = [...initialWeights(STRIPES_STACK, STRIPES_SHAPE, 1)]
  const normalisation = { mean: [0], deviation: [255] }
  expect(restoredModel(paper, { normalisation, weights })).toMatchObject({ normalisation, recipe: STRIPES_RECIPE })
  expect(restoredModel(paper, { normalisation, weights: [] })).toBeUndefined()
  for (const wrong of [{ mean: [0, 0, 0] }, { deviation: [] }])
    expect(restoredModel(paper, { normalisation: { ...normalisation, ...wrong }, weights })).toBeUndefined()
})
