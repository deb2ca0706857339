import { expect, it } from 'vitest'
import { describeBeginning, describeInheritance } from './beginning'

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

it('says whose normalisation counts, and names files in quotation marks', () => {
  const beginning = {
    ...{ taken: ['a'], drawn: [], reordered: [] },
    isFile: true,
    weights: '',
    keepsNormalisation: true,
  }
  expect(describeBeginning({ ...beginning, name: 'my\nmodel\u202e.keras' })).toEqual([
    'The one layer with weights begins with those of “my model.keras”.',
    'Images are normalised as for “my model.keras”, whatever the recipe says.',
  ])
  expect(describeBeginning({ ...beginning, name: 'run 5', isFile: false, keepsNormalisation: false })).toEqual([
    'The one layer with weights begins with those of run 5.',
    'Images are normalised as the recipe says: they have other channels than those of run 5.',
  ])
})
