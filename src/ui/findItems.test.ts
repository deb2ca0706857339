import { describe, expect, it } from 'vitest'
import { findItems } from './findItems'

const item = (name: string, group: string, description = '') => ({ name, group, description })
const ITEMS = [
  item('Conv2D', 'convolution', 'Slides learned windows over an image.'),
  item('SeparableConv2D', 'convolution'),
  item('MaxPooling2D', 'pooling', 'Keeps the largest value under a window.'),
  item('SpatialDropout2D', 'regularization', 'Drops whole channels.'),
  item('Dropout', 'regularization', 'Sets values to zero at random.'),
  item('PReLU', 'activation', 'Learns a slope.'),
]
const find = (query: string): readonly string[] => findItems(ITEMS, query).map(({ name }) => name)

describe('findItems', () => {
  it('leaves all as they are without a query', () => {
    expect(findItems(ITEMS, '  ')).toBe(ITEMS)
  })

  it('takes the beginning of a name first, then a word of it, then any part', () => {
    expect(find('drop')).toEqual(['Dropout', 'SpatialDropout2D'])
    expect(find('CONV')).toEqual(['Conv2D', 'SeparableConv2D'])
    expect(find('max pool')).toEqual(['MaxPooling2D'])
    expect(find('relu')).toEqual(['PReLU'])
    expect(find('ooling')).toEqual(['MaxPooling2D'])
  })

  it('takes other words for it after its name, and before what is said of it', () => {
    const items = [
      { ...item('Dense', 'core', 'Norms nothing.'), keywords: ['fully connected'] },
      { ...item('BatchNormalization', 'normalization'), keywords: ['bn', 'batchnorm'] },
      { ...item('Conv2D', 'convolution', 'A bn may follow.'), keywords: ['1x1', 'pointwise'] },
    ]
    const findIn = (query: string): readonly string[] => findItems(items, query).map(({ name }) => name)
    expect(findIn('bn')).toEqual(['BatchNormalization', 'Conv2D'])
    expect(findIn('batch norm')).toEqual(['BatchNormalization'])
    expect(findIn('1x1')).toEqual(['Conv2D'])
    expect(findIn('connected')).toEqual(['Dense'])
  })

  it('takes words of the description and the group last, all of them', () => {
    expect(find('window')).toEqual(['Conv2D', 'MaxPooling2D'])
    expect(find('largest window')).toEqual(['MaxPooling2D'])
    expect(find('pooling')).toEqual(['MaxPooling2D'])
    expect(find('activation')).toEqual(['PReLU'])
  })

  it('has the group of the best entry first, and keeps groups together', () => {
    expect(find('s')).toEqual(['SeparableConv2D', 'Conv2D', 'SpatialDropout2D', 'Dropout', 'PReLU'])
    expect(find('2d')).toEqual(['Conv2D', 'SeparableConv2D', 'MaxPooling2D', 'SpatialDropout2D'])
  })

  it('finds nothing for what is not there', () => {
    expect(find('lstm')).toEqual([])
  })
})
