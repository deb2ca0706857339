import { describe, expect, it, vi } from 'vitest'
import { blocksOf } from '../../model/graph/blocks'
import { setStage } from '../actions.fixture'
import { createStorage } from '../storage.fixture'

const BLOCKS = 'strata.blocks'

/** The stage, with the tutorial's first Conv2D and MaxPooling2D as a block. */
function setUp(storage: Storage | undefined = createStorage()) {
  const stage = setStage({}, storage)
  const stack = () => stage.document.getState().stack
  const ids = () => stack().layers.map(({ id }) => id)
  stage.actions.groupLayers(ids().slice(1, 3), 'Stage')
  return {
    ...stage,
    stack,
    ids,
    blocks: () => blocksOf(stack().layers).map(({ name }) => name),
    own: () => stage.session().layers.own.map(({ name }) => name),
    trouble: () => stage.session().layers.trouble,
    did: () => stage.document.getState().did,
  }
}

describe('every edit of a block', () => {
  it('is one step of undo, and says what it did', () => {
    const { actions, blocks, did, stack, ids } = setUp()
    expect(did()).toBe('Group 2 layers as “Stage”')
    const states = [stack()]
    const edits: readonly [did: string, edit: () => unknown][] = [
      ['Rename “Stage” to “Body”', () => actions.renameBlock('Stage', 'Body')],
      ['Repeat “Body” once', () => actions.repeatBlock('Body', 1)],
      ['Repeat “Body 2” 2 times', () => actions.repeatBlock('Body 2', 2)],
      ['Move “Body 3”', () => actions.moveBlock('Body 3', 0)],
      ['Duplicate “Body”', () => actions.duplicateLayers(ids().slice(3, 5))],
      ['Ungroup “Body”', () => actions.ungroupBlock('Body')],
      ['Remove “Body 3”', () => actions.removeLayers(ids().slice(0, 2))],
    ]
    for (const [expected, edit] of edits) {
      edit()
      expect(did()).toBe(expected)
      states.push(stack())
    }
    expect(blocks()).toEqual(['Body 5', 'Body 2', 'Body 4'])
    for (const state of states.toReversed()) {
      expect(stack()).toBe(state)
      actions.undo()
    }
  })
})

describe('a block of a person’s own', () => {
  it('is kept beside the document, added to any stack, and deleted', () => {
    const storage = createStorage()
    const first = setUp(storage)
    expect(first.actions.saveOwnBlock('Stage')).toBe('Stage')
    expect(first.actions.saveOwnBlock('Stage')).toBe('Stage')
    expect(first.own()).toEqual(['Stage'])

    const second = setUp(storage)
    expect(second.own()).toEqual(['Stage'])
    const added = second.actions.addOwnBlock(5, 'Stage')
    expect(second.did()).toBe('Add “Stage”')
    expect(second.blocks()).toEqual(['Stage', 'Stage 2'])
    expect(added).toEqual(second.ids().slice(5, 7))
    expect(
      second
        .stack()
        .layers.slice(5, 7)
        .map(({ args }) => args),
    ).toEqual(
      first
        .stack()
        .layers.slice(1, 3)
        .map(({ args }) => args),
    )

    second.actions.deleteOwnBlock('Stage')
    expect(second.own()).toEqual([])
    expect(setUp(storage).own()).toEqual([])
  })

  it('never takes the place of another with the same name, nor of those that another page saved', () => {
    const storage = createStorage()
    const [one, other] = [setUp(storage), setUp(storage)]
    one.actions.saveOwnBlock('Stage')
    other.actions.renameBlock('Stage', 'Body')
    other.actions.saveOwnBlock('Body')
    one.actions.editLayer(one.ids()[1]!, 'filters', 7)
    expect(one.actions.saveOwnBlock('Stage')).toBe('Stage 2')
    expect(one.own()).toEqual(['Body', 'Stage', 'Stage 2'])
    expect(one.session().layers.own[2]?.piece.layers[0]?.args).toMatchObject({ filters: 7 })
  })

  it('knows nothing of layers that it read elsewhere', () => {
    const { actions, ids, session, stack } = setUp()
    const [reshape = '', conv = '', pool = ''] = ids()
    actions.addLayer(0, 'Dropout')
    actions.connectLayer(pool, [conv, reshape, ids()[0]!, 'input'])
    actions.saveOwnBlock('Stage')
    actions.addOwnBlock(8, 'Stage')
    const from = stack().layers[9]?.from ?? []
    expect(from.slice(0, 2)).toEqual([ids()[8], ids()[7]])
    expect(ids()).not.toContain(from[2])
    expect(from[3]).toBe('input')
    expect(session().layers.trouble).toBeUndefined()
  })

  it('that can’t be kept is told', () => {
    const none = setStage({})
    none.actions.groupLayers([none.document.getState().stack.layers[1]!.id], 'Stage')
    expect(none.actions.saveOwnBlock('Stage')).toBeUndefined()
    expect(none.session().layers.trouble).toContain('no access to its storage')
    const full = createStorage()
    vi.spyOn(full, 'setItem').mockImplementation(() => {
      throw new DOMException('full', 'QuotaExceededError')
    })
    const { actions, trouble, own } = setUp(full)
    expect(actions.saveOwnBlock('Stage')).toBeUndefined()
    expect(trouble()).toContain('refused to keep the block')
    expect(own()).toEqual([])
  })

  it('that can’t be read is told, and kept for a Strata that can', () => {
    const storage = createStorage()
    setUp(storage).actions.saveOwnBlock('Stage')
    const saved = JSON.parse(storage.getItem(BLOCKS) ?? '') as { blocks: { document: string }[] }
    const newer = {
      ...saved.blocks[0],
      name: 'Newer',
      document: saved.blocks[0]?.document.replace(/"version": \d+/, '"version": 99'),
    }
    storage.setItem(BLOCKS, JSON.stringify({ blocks: [...saved.blocks, newer, { name: 7 }] }))
    const { own, trouble, actions } = setUp(storage)
    expect(own()).toEqual(['Stage'])
    expect(trouble()).toContain('2 blocks that you saved can’t be read.')
    actions.saveOwnBlock('Stage')
    expect(JSON.parse(storage.getItem(BLOCKS) ?? '')).toMatchObject({ blocks: [newer, { name: 7 }, { name: 'Stage' }] })
  })

  it.each(['{"blocks":', '{}', '7', '{"blocks": 3}'])('in a damaged storage is told: %s', (text) => {
    const storage = createStorage()
    storage.setItem(BLOCKS, text)
    expect(setUp(storage).trouble()).toBe('The blocks that you saved can’t be read: they were damaged.')
  })
})
