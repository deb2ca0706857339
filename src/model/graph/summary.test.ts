import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { analyseStack, DEFAULT_DATA_SHAPE, type DataShape } from './shapes'
import { connectLayer, createLayer, createStack, freezeLayers, type Stack } from './stack'
import { writeSummary } from './summary'
import { TEMPLATES } from './templates/templates'

const summarise = (stack: Stack, data: DataShape = DEFAULT_DATA_SHAPE): string =>
  writeSummary(stack, analyseStack(stack, data))

/** What a table says, whatever its columns' widths: its rows' cells, and the lines around it. */
function read(text: string): readonly string[] {
  const rows: string[][] = []
  const others: string[] = []
  let continues = false
  for (const line of text.trim().split('\n')) {
    if (/^[│┃]/.test(line)) {
      const cells = line.split(/[│┃]/).slice(1, -1)
      const last = rows.at(-1)
      if (continues && last) cells.forEach((cell, at) => (last[at] = `${last[at]} ${cell.trim()}`.trim()))
      else rows.push(cells.map((cell) => cell.trim()))
      continues = true
    } else {
      continues = false
      if (!/^[┏┡├└]/.test(line)) others.push(line.trim())
    }
  }
  return [...rows.map((cells) => cells.join(' | ')), ...others]
}

function kerasSays(name: string): readonly string[] {
  return read(readFileSync(join(import.meta.dirname, 'fixtures', name), 'utf8'))
}

describe('writeSummary', () => {
  it('says of a line of layers what Keras says', () => {
    expect(read(summarise(TEMPLATES[0].build(DEFAULT_DATA_SHAPE).stack))).toEqual(kerasSays('sequential.txt'))
  })

  it('says of a graph what Keras says', () => {
    const stem = createLayer('Conv2D', { filters: 16, padding: 'same', activation: 'linear' })
    const stack = createStack('image', [
      stem,
      { ...createLayer('Conv2D', { filters: 16, padding: 'same', activation: 'linear' }), name: 'branch.a' },
      createLayer('BatchNormalization'),
      { ...createLayer('Add'), from: [stem, 'above'] },
      { ...createLayer('Concatenate'), from: ['above', stem, 'input'] },
      createLayer('MaxPooling2D', { poolSize: [4, 4] }),
      createLayer('Flatten'),
      createLayer('Dense', { units: 10, activation: 'softmax' }),
    ])
    expect(read(summarise(stack, { height: 32, width: 32, channels: 3, classes: 10 }))).toEqual(
      kerasSays('functional.txt'),
    )
  })

  it('counts frozen layers as Keras counts them', () => {
    const stack = createStack('image', [
      createLayer('Conv2D', { filters: 4, activation: 'linear' }),
      createLayer('BatchNormalization'),
      createLayer('Flatten'),
      createLayer('Dense', { units: 10 }),
    ])
    const ids = stack.layers.slice(0, 2).map(({ id }) => id)
    expect(read(summarise(freezeLayers(stack, ids, true)))).toEqual(kerasSays('frozen.txt'))
  })

  it('is a table as Keras draws it, as wide as its widest cells', () => {
    expect(summarise(createStack('image', [createLayer('Flatten'), createLayer('Dense', { units: 10 })]))).toBe(
      `Model: "sequential"
┏━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━┳━━━━━━━━━┓
┃ Layer (type)      ┃ Output Shape ┃ Param # ┃
┡━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━╇━━━━━━━━━┩
│ flatten (Flatten) │ (None, 784)  │       0 │
├───────────────────┼──────────────┼─────────┤
│ dense (Dense)     │ (None, 10)   │   7,850 │
└───────────────────┴──────────────┴─────────┘
 Total params: 7,850 (30.66 KB)
 Trainable params: 7,850 (30.66 KB)
 Non-trainable params: 0 (0.00 B)
`,
    )
  })

  it('has the images as a layer where layers read others than the one above', () => {
    const stack = createStack('image', [
      { ...createLayer('Flatten'), name: 'input_layer' },
      createLayer('Flatten'),
      createLayer('Dense'),
    ])
    expect(read(summarise(connectLayer(stack, stack.layers[1]!.id, ['input'])))).toEqual(
      expect.arrayContaining([
        'Layer (type) | Output Shape | Param # | Connected to',
        'input_layer_ (InputLayer) | (None, 28, 28, 1) | 0 | -',
        'input_layer (Flatten) | (None, 784) | 0 | input_layer_[0][0]',
        'flatten (Flatten) | (None, 784) | 0 | input_layer_[0][0]',
        'Model: "functional"',
      ]),
    )
  })

  it('has a question mark where a shape is not known', () => {
    const stack = createStack('image', [createLayer('Dense'), createLayer('Dropout')])
    expect(read(summarise(stack)).slice(1, 3)).toEqual(['dense (Dense) | ? | ?', 'dropout (Dropout) | ? | ?'])
  })

  it('is a table without rows for a stack without layers', () => {
    expect(read(summarise(createStack('image', [])))[0]).toBe('Layer (type) | Output Shape | Param #')
  })
})
