import { describe, expect, it } from 'vitest'
import { serialiseProject } from '../../model/project'
import { setStage } from '../actions.fixture'
import { stepsOf } from '../document/document'

/** The stage with the tutorial's layers: Reshape, Conv2D, MaxPooling2D, Conv2D, MaxPooling2D, Flatten, Dense. */
function setUp() {
  const stage = setStage({})
  const layers = () => stage.document.getState().stack.layers
  return {
    ...stage,
    layers,
    names: () => layers().map(({ className }) => className),
    ids: () => layers().map(({ id }) => id),
    did: () => stage.document.getState().did,
  }
}

describe('every edit of layers', () => {
  it('is one step of undo, and says what it did', () => {
    const { actions, document, layers, ids, did } = setUp()
    const [reshape = '', conv = '', pool = '', second = ''] = ids()
    const before = document.getState().stack
    const edits: readonly [did: string, edit: () => unknown][] = [
      ['Add Dropout', () => actions.addLayer(2, 'Dropout')],
      ['Change filters of conv2d to 8', () => actions.editLayer(conv, 'filters', 8)],
      ['Change use bias of conv2d_1 to off', () => actions.editLayer(second, 'useBias', false)],
      ['Name Conv2D “eyes”', () => actions.renameLayer(conv, 'eyes')],
      ['Let conv2d read eyes and the images', () => actions.connectLayer(second, [conv, 'input'])],
      [
        'Read the layer above (conv2d)',
        () => actions.fixLayer(second, { kind: 'connect', from: ['above'], label: 'Read the layer above' }),
      ],
      ['Take the name of Conv2D away', () => actions.renameLayer(conv, '')],
      ['Freeze conv2d', () => actions.freezeLayers([conv], true)],
      ['Freeze 2 layers', () => actions.freezeLayers([conv, second], true)],
      ['Let conv2d train', () => actions.freezeLayers([conv], false)],
      ['Move conv2d', () => actions.placeLayers([conv], 3, undefined)],
      ['Duplicate 2 layers', () => actions.duplicateLayers([conv, pool])],
      ['Remove 2 layers', () => actions.removeLayers([conv, reshape])],
      ['Cut max_pooling2d', () => actions.cutLayers([pool])],
    ]
    const after = edits.map(([expected, edit]) => {
      edit()
      expect(did()).toBe(expected)
      return layers()
    })
    expect(
      stepsOf(document)
        .states.slice(1)
        .map((state) => state.did),
    ).toEqual(edits.map(([expected]) => expected))
    for (const state of after.toReversed()) {
      expect(layers()).toBe(state)
      actions.undo()
    }
    expect(document.getState().stack).toBe(before)
    actions.goSteps(edits.length)
    expect(layers()).toBe(after.at(-1))
  })

  it('tells the ids of what it added', () => {
    const { actions, ids } = setUp()
    expect(actions.addLayer(0, 'Flatten')).toEqual([ids()[0]])
    expect(actions.duplicateLayers(ids().slice(0, 2))).toEqual(ids().slice(2, 4))
  })

  it('is no step when nothing changes', () => {
    const { actions, document, ids } = setUp()
    actions.removeLayers(['gone'])
    actions.placeLayers([ids()[0]!], 0, undefined)
    actions.renameLayer(ids()[0]!, '')
    expect(stepsOf(document).states).toHaveLength(1)
  })
})

describe('copied layers', () => {
  it('come in where they are pasted, after cutting too', () => {
    const { actions, ids, names, layers } = setUp()
    const text = actions.copyLayers(ids().slice(1, 3))
    expect(JSON.parse(text)).toMatchObject({ class_name: 'Sequential' })
    const added = actions.pasteLayers(5, text)
    expect(names().slice(5, 7)).toEqual(['Conv2D', 'MaxPooling2D'])
    expect(added).toEqual(ids().slice(5, 7))
    expect(layers()[5]?.args).toEqual(layers()[1]?.args)
    actions.cutLayers(added)
    expect(names()).toHaveLength(7)
    expect(actions.pasteLayers(0, text)).toHaveLength(2)
    expect(names().slice(0, 2)).toEqual(['Conv2D', 'MaxPooling2D'])
  })

  it('read the layers that they read before, by their names, where those come before them', () => {
    const { actions, ids, layers } = setUp()
    const [reshape, conv, , second = ''] = ids()
    actions.connectLayer(second, [reshape!, conv!])
    const text = actions.copyLayers([second])
    actions.pasteLayers(7, text)
    expect(layers()[7]?.from).toEqual([reshape, conv])
    actions.pasteLayers(0, text)
    expect(layers()[0]?.from?.every((id) => !ids().includes(id))).toBe(true)
  })

  it('never read another layer that came to have the old one’s Keras name', () => {
    const { actions, ids, layers } = setUp()
    const [, conv, , second = '', , flatten = ''] = ids()
    actions.connectLayer(flatten, [second])
    const text = actions.copyLayers([flatten])
    // The second convolution is now called as the first one was.
    actions.removeLayers([conv!])
    actions.pasteLayers(6, text)
    expect(layers()[6]?.from).toEqual([second])
    actions.removeLayers([second])
    actions.pasteLayers(5, text)
    expect(ids()).not.toContain(layers()[5]?.from?.[0])
  })

  it('of a saved project come in as well', () => {
    const { actions, document, names } = setUp()
    expect(actions.pasteLayers(7, serialiseProject(document.getState()))).toHaveLength(7)
    expect(names().slice(7)).toEqual(names().slice(0, 7))
  })
})

describe('a text without layers', () => {
  it.each([
    ['words', /no layers in what was pasted/],
    ['', /no layers in what was pasted/],
    ['3', /no layers in what was pasted/],
    ['{"name": "cats"}', /no layers in what was pasted/],
    [
      `{"class_name": "Sequential",\n  "config": {"layers": [`,
      /ends too early, at line 2, character 24, in the midst of a list/,
    ],
    ['{"class_name": "Sequen', /ends too early, at line 1, character 22, in the midst of a text in quotes/],
    ['{"class_name": Sequential}', /no layers in what was pasted/],
    ['{"class_name": "Sequential", "config": {"layers": []}}', /has no layers/],
    ['{"class_name": "Sequential", "config": {"layers": [{"class_name": "LSTM", "config": {"name": "x"}}]}}', /“LSTM”/],
    ['{"stack": 3, "version": 99}', /version 99/],
    [
      '{"version": 3, "stack": {"input": "flat", "layers": [], "lastId": 0}, "recipe": {}}',
      /no layers in what was pasted/,
    ],
    [' '.repeat(5_000_001), /no layers in what was pasted/],
  ])('is told in a sentence, and nothing is lost: %.60j', (text, sentence) => {
    const { actions, document, session } = setUp()
    const before = document.getState()
    expect(actions.pasteLayers(3, text)).toEqual([])
    expect(session().layers.trouble).toMatch(sentence)
    expect(document.getState()).toBe(before)
    actions.dismiss('layers')
    expect(session().layers.trouble).toBeUndefined()
  })

  it('or with too many is told, too', () => {
    const { actions, session, ids } = setUp()
    const layers = Array.from({ length: 494 }, (_, at) => ({ class_name: 'Flatten', config: { name: `f${at}` } }))
    actions.pasteLayers(0, JSON.stringify({ class_name: 'Sequential', config: { layers } }))
    expect(session().layers.trouble).toContain('501 layers, and 500 is the most')
    expect(ids()).toHaveLength(7)
  })

  it('says when the layers that come first were made for other inputs, and pastes them all the same', () => {
    const { actions, session, ids } = setUp()
    const paste = (at: number, shape: readonly (number | null)[]): readonly string[] => {
      const layers = [
        { class_name: 'InputLayer', config: { name: 'images', batch_shape: [null, ...shape] } },
        { class_name: 'Flatten', config: { name: 'flatten' } },
      ]
      expect(actions.pasteLayers(at, JSON.stringify({ class_name: 'Sequential', config: { layers } }))).toHaveLength(1)
      return session().layers.notes
    }
    actions.removeLayers(ids())
    actions.setInput('image')
    expect(paste(0, [32, 32, 3])).toEqual([
      'What was pasted was made for inputs of 32 × 32 × 3, and here they are 28 × 28 × 1: the shapes of its layers follow from that.',
    ])
    expect(paste(0, [28, 28, 1])).toEqual([])
    expect(paste(0, [null, null, 3])).toEqual([])
    // Behind others, they get what the layer above gives.
    expect(paste(1, [32, 32, 3])).toEqual([])
  })

  it('says what of the layers was left out', () => {
    const { actions, session } = setUp()
    const layers = [{ class_name: 'Flatten', config: { name: 'flatten', activity_regularizer: 'l2' } }]
    actions.pasteLayers(0, JSON.stringify({ class_name: 'Sequential', config: { layers } }))
    expect(session().layers.notes).toEqual([
      'What the file says of training “flatten” is left out: activity_regularizer.',
    ])
  })
})
