import { describe, expect, it } from 'vitest'
import { analyseStack, DEFAULT_DATA_SHAPE } from '../../../model/graph/shapes'
import { createLayer, createStack, type Stack } from '../../../model/graph/stack'
import { TEMPLATES } from '../../../model/graph/templates/templates'
import { drawModel, type Sheet } from './drawModel'

const draw = (stack: Stack): readonly Sheet[] => drawModel(stack, analyseStack(stack, DEFAULT_DATA_SHAPE))

/** The texts of an SVG as a reader sees them, from the first to the last. */
function textsOf(svg: string): readonly string[] {
  return [...svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text = '']) =>
    text
      .replace(/&lt;/g, '<')
      .replace(/&gt;/g, '>')
      .replace(/&quot;/g, '"')
      .replace(/&#39;/g, "'")
      .replace(/&amp;/g, '&'),
  )
}

describe('drawModel', () => {
  it('says of each layer its name, type, output shape and parameters, and of the model its sums', () => {
    const [sheet, ...others] = draw(TEMPLATES[0].build(DEFAULT_DATA_SHAPE).stack)
    expect(others).toEqual([])
    expect(sheet).toMatchObject({
      name: 'diagram',
      title: 'Diagram of the model: reshape, conv2d, max_pooling2d, conv2d_1, max_pooling2d_1, flatten, dense',
    })
    const texts = textsOf(sheet!.svg)
    expect(texts.slice(0, 9)).toEqual([
      'Input',
      '784',
      'reshape',
      'Reshape',
      '28 × 28 × 1',
      'conv2d',
      '640 params',
      'Conv2D',
      '28 × 28 × 64',
    ])
    expect(texts.at(-1)).toBe('7 layers, 30,634 parameters')
    expect(sheet!.svg).toMatch(
      /^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" width="\d+" height="\d+" viewBox="0 0 \d+ \d+"/,
    )
  })

  it('escapes what a person wrote, and leaves out what XML does not allow', () => {
    const { layers, ...rest } = createStack('image', [createLayer('Flatten'), createLayer('Dense')])
    const stack: Stack = {
      ...rest,
      layers: [
        { ...layers[0]!, name: '<script>"&\u0000\'', block: '</b>\ud800 & more' },
        { ...layers[1]!, block: '</b>\ud800 & more' },
      ],
    }
    const [sheet] = draw(stack)
    expect(sheet!.svg).not.toContain('<script')
    expect(Array.from(sheet!.svg).every((sign) => sign >= ' ' || sign === '\n')).toBe(true)
    expect(sheet!.svg.isWellFormed()).toBe(true)
    expect(textsOf(sheet!.svg)).toEqual(expect.arrayContaining(['<script>"&\'', '</b>\ufffd & more']))
  })

  it('draws a stack with errors as far as it is known, and one without layers', () => {
    const { layers, ...rest } = createStack('image', [createLayer('Dense'), createLayer('Dropout')])
    const broken: Stack = { ...rest, layers: [layers[0]!, { ...layers[1]!, from: ['gone'] }] }
    expect(textsOf(draw(broken)[0]!.svg)).toEqual(expect.arrayContaining(['dense', 'dropout', '–']))
    expect(textsOf(draw({ ...rest, layers: [] })[0]!.svg)).toEqual(['Input', '28 × 28 × 1', '0 layers, 0 parameters'])
  })

  it('numbers the sheets of a model that needs several', () => {
    const stack = createStack(
      'image',
      Array.from({ length: 120 }, () => createLayer('Dropout')),
    )
    const sheets = draw(stack)
    expect(sheets.length).toBeGreaterThan(1)
    expect(sheets.map(({ name }) => name).slice(0, 2)).toEqual(['diagram-1', 'diagram-2'])
    expect(textsOf(sheets[0]!.svg).at(-1)).toBe(`120 layers, 0 parameters, sheet 1 of ${sheets.length}`)
  })
})
