import { describe, expect, it } from 'vitest'
import { DEFAULT_DATA_SHAPE } from '../../model/shapes'
import { createLayer, insertLayer, removeLayer, setInput, updateLayer, type Stack } from '../../model/stack'
import { TEMPLATES } from '../../model/templates'
import { findTemplate } from './findTemplate'

const find = (stack: Stack): string | undefined => findTemplate(stack, DEFAULT_DATA_SHAPE)?.name

describe('findTemplate', () => {
  it('knows each template by its stack', () => {
    for (const { name, build } of TEMPLATES) expect(find(build(DEFAULT_DATA_SHAPE).stack)).toBe(name)
  })

  it('knows a template for other data only as such', () => {
    const colour = { height: 32, width: 32, channels: 3, classes: 4 }
    const { stack } = TEMPLATES[0].build(colour)
    expect(findTemplate(stack, colour)?.name).toBe(TEMPLATES[0].name)
    expect(find(stack)).toBeUndefined()
  })

  it('knows none once an argument, the layers or the input are others, and knows it again when they are back', () => {
    const { stack } = TEMPLATES[0].build(DEFAULT_DATA_SHAPE)
    const id = stack.layers[1]!.id
    const edited = updateLayer(stack, id, { filters: 65 })
    expect(find(edited)).toBeUndefined()
    expect(find(updateLayer(edited, id, { filters: 64 }))).toBe(TEMPLATES[0].name)
    expect(find(updateLayer(stack, id, { filters: NaN }))).toBeUndefined()
    expect(find(insertLayer(stack, 0, createLayer('Dropout')))).toBeUndefined()
    expect(find(removeLayer(stack, id))).toBeUndefined()
    expect(find(setInput(stack, 'image'))).toBeUndefined()
  })

  it('does not look at ids', () => {
    const { stack } = TEMPLATES[0].build(DEFAULT_DATA_SHAPE)
    const renamed = { ...stack, layers: stack.layers.map((layer) => ({ ...layer, id: `other-${layer.id}` })) }
    expect(find(renamed)).toBe(TEMPLATES[0].name)
  })
})
