import { expect, it } from 'vitest'
import { describeInheritance, describeNormalisation } from './beginning'

const drawn = (why: 'missing' | 'shape' | 'classes' | 'order', ...layers: string[]) =>
  layers.map((layer) => ({ layer, why }))

it('says which layers begin with the weights of a model, and why the others are drawn', () => {
  const taken = ['a', 'b', 'c']
  const say = (inheritance: Parameters<typeof describeInheritance>[0]) =>
    describeInheritance(inheritance, 'model.keras')
  expect(say({ taken, drawn: [], reordered: [] })).toBe('All 3 layers with weights begin with those of model.keras.')
  expect(say({ taken: ['a'], drawn: [], reordered: [] })).toBe(
    'The one layer with weights begins with those of model.keras.',
  )
  expect(say({ taken, drawn: drawn('shape', 'dense_1', 'scores'), reordered: [] })).toBe(
    '3 of 5 layers begin with the weights of model.keras; dense_1 and scores are drawn anew, as their shapes differ.',
  )
  expect(say({ taken: ['a'], drawn: [...drawn('missing', 'd'), ...drawn('classes', 'e')], reordered: [] })).toBe(
    '1 of 3 layers begins with the weights of model.keras; d is drawn anew, as the model has no layer of that name and type; e is drawn anew, as the model tells other classes apart.',
  )
  expect(say({ taken, drawn: drawn('shape', 'd', 'e', 'f', 'g', 'h', 'i'), reordered: ['c'] })).toBe(
    '3 of 9 layers begin with the weights of model.keras; d, e, f, g and 2 more are drawn anew, as their shapes differ; the outputs of c are put in the order of the data’s classes.',
  )
})

it('says whose normalisation counts', () => {
  expect(describeNormalisation({ name: 'model.keras', keepsNormalisation: true })).toBe(
    'Images are normalised as model.keras does it, whatever the recipe says.',
  )
  expect(describeNormalisation({ name: 'model.keras', keepsNormalisation: false })).toContain('as the recipe says')
})
