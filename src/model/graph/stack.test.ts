import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LAYERS } from '../layers/registry'
import {
  applyFix,
  createLayer,
  createStack,
  duplicateLayer,
  freezeLayers,
  insertLayer,
  isSameStack,
  moveLayer,
  removeLayer,
  restoreStack,
  setInput,
  updateLayer,
} from './stack'
import type { Stack } from './stack'

const classNames = LAYERS.map((definition) => definition.className)
const someStack = fc.array(fc.constantFrom(...classNames), { minLength: 1, maxLength: 12 }).map((names) =>
  createStack(
    'image',
    names.map((name) => createLayer(name)),
  ),
)
const someEdit = fc.tuple(fc.constantFrom('insert', 'remove', 'move', 'duplicate'), fc.nat(20), fc.nat(20))

function makeEdit(stack: Stack, [kind, one, other]: [string, number, number]): Stack {
  const id = stack.layers[one % Math.max(1, stack.layers.length)]?.id ?? 'gone'
  if (kind === 'insert') return insertLayer(stack, other, createLayer('Dropout'))
  if (kind === 'remove') return removeLayer(stack, id)
  if (kind === 'move') return moveLayer(stack, id, other)
  return duplicateLayer(stack, id)
}

const ids = (stack: Stack): readonly string[] => stack.layers.map((layer) => layer.id)
const names = (stack: Stack): readonly string[] => stack.layers.map((layer) => layer.className)

describe('edits of a stack', () => {
  it('keep ids unique, and every layer that stays keeps its own', () => {
    fc.assert(
      fc.property(someStack, fc.array(someEdit, { maxLength: 20 }), (first, edits) => {
        let stack = first
        for (const edit of edits) {
          const next = makeEdit(stack, edit)
          expect(new Set(ids(next)).size).toBe(next.layers.length)
          const kept = next.layers.filter((layer) => ids(stack).includes(layer.id))
          for (const layer of kept) expect(stack.layers).toContain(layer)
          stack = next
        }
      }),
    )
  })

  it('never give the id of a layer that was removed to another', () => {
    fc.assert(
      fc.property(someStack, fc.array(someEdit, { maxLength: 30 }), (first, edits) => {
        let stack = first
        const gone = new Set<string>()
        for (const edit of edits) {
          const next = makeEdit(stack, edit)
          for (const id of ids(stack)) if (!ids(next).includes(id)) gone.add(id)
          expect(ids(next).filter((id) => gone.has(id))).toEqual([])
          stack = next
        }
      }),
    )
  })

  it('leave the stack that they were made on as it was', () => {
    fc.assert(
      fc.property(someStack, someEdit, (stack, edit) => {
        const before = structuredClone(stack)
        makeEdit(stack, edit)
        expect(stack).toEqual(before)
      }),
    )
  })

  it('are undone by their inverses', () => {
    fc.assert(
      fc.property(someStack, fc.nat(12), fc.nat(12), (stack, from, to) => {
        const at = from % stack.layers.length
        const id = ids(stack)[at] ?? ''
        expect(moveLayer(moveLayer(stack, id, to), id, at)).toEqual(stack)

        const inserted = insertLayer(stack, at, createLayer('Flatten'))
        expect(removeLayer(inserted, ids(inserted)[at] ?? '').layers).toEqual(stack.layers)

        const doubled = duplicateLayer(stack, id)
        expect(removeLayer(doubled, ids(doubled)[at + 1] ?? '').layers).toEqual(stack.layers)
      }),
    )
  })

  it('give the same stack back when nothing changes', () => {
    const stack = createStack('flat', [createLayer('Flatten'), createLayer('Dense')])
    const [first = ''] = ids(stack)
    expect(removeLayer(stack, 'gone')).toBe(stack)
    expect(moveLayer(stack, 'gone', 0)).toBe(stack)
    expect(moveLayer(stack, first, 0)).toBe(stack)
    expect(moveLayer(stack, first, -3)).toBe(stack)
    expect(duplicateLayer(stack, 'gone')).toBe(stack)
    expect(updateLayer(stack, 'gone', { units: 3 })).toBe(stack)
    expect(updateLayer(stack, 'layer-2', { units: 64 })).toBe(stack)
    expect(setInput(stack, 'flat')).toBe(stack)
    expect(setInput(stack, 'image').input).toBe('image')
  })
})

describe('moveLayer', () => {
  it('puts the layer at the index it is to end up at', () => {
    const stack = createStack('image', [createLayer('Conv2D'), createLayer('MaxPooling2D'), createLayer('Flatten')])
    const [conv = ''] = ids(stack)
    expect(names(moveLayer(stack, conv, 1))).toEqual(['MaxPooling2D', 'Conv2D', 'Flatten'])
    expect(names(moveLayer(stack, conv, 99))).toEqual(['MaxPooling2D', 'Flatten', 'Conv2D'])
  })
})

describe('updateLayer', () => {
  it('changes the arguments given and leaves the others', () => {
    const stack = createStack('image', [createLayer('Conv2D', { filters: 8 })])
    const [layer] = updateLayer(stack, 'layer-1', { padding: 'same' }).layers
    expect(layer?.args).toEqual({ ...createLayer('Conv2D').args, filters: 8, padding: 'same' })
  })
})

describe('applyFix', () => {
  const stack = createStack('image', [createLayer('Conv2D'), createLayer('Dense')])

  it('inserts before and after, updates and removes', () => {
    const before = applyFix(stack, 'layer-2', { kind: 'insertBefore', className: 'Flatten', label: 'Insert Flatten' })
    expect(names(before)).toEqual(['Conv2D', 'Flatten', 'Dense'])
    const after = applyFix(stack, 'layer-1', {
      kind: 'insertAfter',
      className: 'Dropout',
      args: { rate: 0.1 },
      label: '',
    })
    expect(after.layers[1]).toMatchObject({ className: 'Dropout', args: { rate: 0.1 } })
    const updated = applyFix(stack, 'layer-2', { kind: 'update', args: { units: 7 }, label: '' })
    expect(updated.layers[1]?.args).toMatchObject({ units: 7, activation: 'relu' })
    expect(names(applyFix(stack, 'layer-1', { kind: 'remove', label: '' }))).toEqual(['Dense'])
  })

  it('leaves the stack alone when the layer is gone', () => {
    expect(applyFix(stack, 'gone', { kind: 'insertBefore', className: 'Flatten', label: '' })).toBe(stack)
  })
})

describe('restoreStack', () => {
  const named = (...ids: string[]) => ids.map((id) => ({ ...createLayer('Flatten'), id }))

  it('goes on counting where the stack was saved', () => {
    const saved = { input: 'flat', layers: named('layer-2'), lastId: 7 } as const
    expect(ids(insertLayer(restoreStack(saved), 9, createLayer('Dropout')))).toEqual(['layer-2', 'layer-8'])
  })

  it('gives no id that a layer has, whatever the count says', () => {
    const saved = { input: 'flat', layers: named('first', 'layer-4', 'layer-3'), lastId: 1 } as const
    const grown = insertLayer(restoreStack(saved), 9, createLayer('Dropout'))
    expect(ids(grown)).toEqual(['first', 'layer-4', 'layer-3', 'layer-5'])
  })
})

describe('isSameStack', () => {
  it('looks at the input and the layers place by place, not at their ids', () => {
    const stack = createStack('image', [createLayer('Conv2D'), createLayer('Flatten')])
    const redone = insertLayer(removeLayer(duplicateLayer(stack, 'layer-1'), 'layer-1'), 9, createLayer('Dropout'))
    expect(isSameStack(removeLayer(redone, redone.layers[2]?.id ?? ''), stack)).toBe(true)
    expect(isSameStack(setInput(stack, 'flat'), stack)).toBe(false)
    expect(isSameStack(moveLayer(stack, 'layer-1', 1), stack)).toBe(false)
    expect(isSameStack(updateLayer(stack, 'layer-1', { filters: 7 }), stack)).toBe(false)
  })
})

describe('frozen layers', () => {
  const stack = createStack('image', [
    createLayer('Conv2D'),
    createLayer('Dropout'),
    createLayer('Flatten'),
    createLayer('Dense'),
  ])
  const frozen = freezeLayers(stack, ids(stack), true)

  it('are those that have weights', () => {
    expect(frozen.layers.map((layer) => layer.frozen)).toEqual([true, undefined, undefined, true])
    expect(freezeLayers(stack, [stack.layers[1]!.id, 'gone'], true)).toBe(stack)
    expect(freezeLayers(frozen, ids(frozen), true)).toBe(frozen)
  })

  it('train again as if they had never been frozen, and are another model as long as they are', () => {
    expect(freezeLayers(frozen, ids(frozen), false)).toEqual(stack)
    expect(isSameStack(frozen, stack)).toBe(false)
    expect(isSameStack(frozen, freezeLayers(stack, ids(stack), true))).toBe(true)
  })

  it('stay frozen when they are edited, moved and copied', () => {
    const [conv] = ids(frozen)
    const edited = duplicateLayer(moveLayer(updateLayer(frozen, conv!, { filters: 3 }), conv!, 2), conv!)
    expect(edited.layers.filter((layer) => layer.className === 'Conv2D').map((layer) => layer.frozen)).toEqual([
      true,
      true,
    ])
  })
})
