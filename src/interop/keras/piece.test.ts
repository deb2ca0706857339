import * as tf from '@tensorflow/tfjs'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { groupLayers } from '../../model/graph/blocks'
import { putPiece, takePiece } from '../../model/graph/pieces'
import { analyseStack, DEFAULT_DATA_SHAPE } from '../../model/graph/shapes'
import { someGraph } from '../../model/graph/someStack.fixture'
import { connectLayer, createLayer, createStack, isSameStack, renameLayer, type Stack } from '../../model/graph/stack'
import { INPUT } from '../../model/layers/define'
import { InteropError } from '../interopError'
import { readPiece, writePiece, type Source } from './piece'
import { toTopology } from './topology'

beforeAll(async () => {
  await tf.setBackend('cpu')
})

const conv = createLayer('Conv2D', { padding: 'same' })
const stack = groupLayers(
  renameLayer(createStack('image', [conv, conv, conv, createLayer('Flatten')]), 'layer-2', 'eyes'),
  ['layer-2', 'layer-3'],
  'Stage',
)

function lookAt(from: Stack): (id: string) => Source {
  const { input, layers } = analyseStack(from, DEFAULT_DATA_SHAPE)
  return (id) => {
    if (id === INPUT) return { shape: input }
    const facts = layers.find((layer) => layer.id === id)
    const layer = from.layers.find((one) => one.id === id)
    const { className, name } = layer ?? {}
    return {
      name: facts?.name ?? 'gone',
      ...(className && { layer: { id, className, ...(name !== undefined && { name }) } }),
      ...(facts?.output && { shape: facts.output }),
    }
  }
}

const copy = (from: Stack, ...ids: readonly string[]): string => writePiece(takePiece(from, ids)!, lookAt(from))
const read = (text: string) => readPiece(JSON.parse(text))

describe('layers as text', () => {
  it('are a model that Keras opens, with the shape that they are given', async () => {
    const skip = connectLayer(stack, 'layer-4', ['layer-2'])
    for (const text of [
      copy(stack, 'layer-2', 'layer-3'),
      copy(skip, 'layer-2', 'layer-3', 'layer-4'),
      copy(skip, 'layer-3', 'layer-4'),
    ]) {
      const model = await tf.loadLayersModel({
        load: () => Promise.resolve({ modelTopology: JSON.parse(text) as object }),
      })
      expect(model.inputs[0]?.shape).toEqual([null, 28, 28, 32])
      model.dispose()
    }
  })

  it('come back with their names and blocks', () => {
    const { piece, elsewhere } = read(copy(stack, 'layer-2', 'layer-3'))
    expect(piece.layers.map(({ name, block, className }) => [className, name, block])).toEqual([
      ['Conv2D', 'eyes', 'Stage'],
      ['Conv2D', undefined, 'Stage'],
    ])
    expect(elsewhere.size).toBe(0)
  })

  it('say what they read elsewhere: layers by their ids and given names, and the images', () => {
    const reader = connectLayer(stack, 'layer-4', ['layer-1', INPUT])
    const { piece, elsewhere } = read(copy(reader, 'layer-4'))
    const [layer] = piece.layers
    expect(layer?.from?.map((id) => elsewhere.get(id))).toEqual([{ id: 'layer-1', className: 'Conv2D' }, null])
    const named = connectLayer(stack, 'layer-4', ['layer-2'])
    expect([...read(copy(named, 'layer-4')).elsewhere.values()]).toEqual([
      { id: 'layer-2', className: 'Conv2D', name: 'eyes' },
    ])
  })

  it('are the same layers after the way there and back, in every stack', () => {
    fc.assert(
      fc.property(someGraph, fc.nat(11), fc.nat(5), (from, start, more) => {
        const ids = from.layers.slice(start, start + more + 1).map(({ id }) => id)
        const piece = takePiece(from, ids)
        if (!piece) return
        const back = read(writePiece(piece, lookAt(from)))
        const resolved = {
          ...back.piece,
          layers: back.piece.layers.map((layer) => ({
            ...layer,
            ...(layer.from && {
              from: layer.from.map((id) => {
                const source = back.elsewhere.get(id)
                return source === undefined ? id : source === null ? INPUT : source.id
              }),
            }),
          })),
        }
        const at = from.layers.length
        const [ours, theirs] = [putPiece(from, at, piece), putPiece(from, at, resolved)]
        expect(isSameStack(theirs, ours)).toBe(true)
        expect(theirs.layers.map(({ block }) => block)).toEqual(ours.layers.map(({ block }) => block))
      }),
    )
  })
})

describe('other texts', () => {
  const topology = toTopology(stack, DEFAULT_DATA_SHAPE)

  it.each([
    ['a config', topology],
    ['a model.json', { format: 'layers-model', modelTopology: topology, weightsManifest: [] }],
    ['what a converter wrote', { modelTopology: { model_config: topology } }],
  ])('%s gives its layers', (_what, json) => {
    expect(readPiece(json).piece.layers.map(({ className }) => className)).toEqual([
      'Conv2D',
      'Conv2D',
      'Conv2D',
      'Flatten',
    ])
  })

  it('of a model with several inputs and outputs, and without a size, gives all layers', () => {
    const layer = (name: string, reads: string) => ({
      class_name: 'Flatten',
      name,
      config: { name },
      inbound_nodes: [[[reads, 0, 0, {}]]],
    })
    const input = (name: string) => ({
      class_name: 'InputLayer',
      name,
      config: { batch_input_shape: [null, null, null, 3] },
      inbound_nodes: [],
    })
    const layers = [input('left'), input('right'), layer('a', 'left'), layer('b', 'right')]
    const { piece } = readPiece({
      class_name: 'Functional',
      config: {
        layers,
        output_layers: [
          ['a', 0, 0],
          ['b', 0, 0],
        ],
      },
    })
    expect(piece.layers.map(({ from }) => from)).toEqual([undefined, [piece.entry]])
  })

  it.each([
    [
      { class_name: 'Sequential', config: { layers: [{ class_name: 'LSTM', config: { name: 'x' } }] } },
      /a layer of the type “LSTM”/,
    ],
    [{ class_name: 'Sequential', config: { layers: [] } }, /no layers/],
    [{ class_name: 'Functional', config: { layers: [], output_layers: [] } }, /no layers/],
    [{ class_name: 'Conv2D', config: {} }, /of the kind “Conv2D”/],
    [{ strata: { blocks: 3 } }, /blocks can’t be read/],
    ['text', /can’t be read|no list of layers/],
    [null, /can’t be read|no list of layers/],
    [{ name: 'cats' }, /no list of layers/],
  ])('that is none is told in a sentence: %j', (json, sentence) => {
    expect(() => readPiece(json)).toThrow(InteropError)
    expect(() => readPiece(json)).toThrow(sentence)
  })
})
