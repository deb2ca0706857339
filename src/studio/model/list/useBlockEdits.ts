/** What can be done with blocks, with the focus where the next edit is likely to be made. */
import { useMemo, useState, type RefObject } from 'react'
import { flushSync } from 'react-dom'
import { blocksOf, freeBlockName, idsOfBlock } from '../../../model/graph/blocks'
import { useActions } from '../../../store/hooks'
import type { LayerEdits, ShownList } from './useLayerEdits'

export interface BlockEdits {
  fold(name: string): void
  /** Makes layers a block, whose name is then there to be typed. */
  group(ids: readonly string[]): void
  rename(name: string, to: string): void
  /** The copy is folded if the block is. */
  duplicate(row: string, name: string): void
  ungroup(name: string): void
  /** Keeps the weights of its layers as they are while others train, or lets them train. */
  freeze(name: string, frozen: boolean): void
  /** Opens the question how often, or closes it. */
  askRepeat(name: string | undefined): void
  repeat(name: string, copies: number): void
  saveOwn(row: string, name: string): void
}

export interface Blocks {
  readonly edits: BlockEdits
  /** The blocks that are folded, by their names. */
  readonly folded: ReadonlySet<string>
  setFolded(names: ReadonlySet<string>): void
  /** The block that a question is open about. */
  readonly asked: string | undefined
}

export function useBlockEdits(
  room: RefObject<HTMLElement | null>,
  shown: RefObject<ShownList>,
  layers: LayerEdits,
  say: (news: string) => void,
): Blocks {
  const actions = useActions()
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const [asked, setAsked] = useState<string>()

  const edits = useMemo((): BlockEdits => {
    const firstOf = (name: string): string | undefined => shown.current.layers.find(({ block }) => block === name)?.id
    const names = (): readonly string[] => blocksOf(shown.current.layers).map((block) => block.name)
    return {
      fold: (name) => setFolded((before) => before.symmetricDifference(new Set([name]))),
      group(ids) {
        const name = freeBlockName('Block', new Set(names()))
        flushSync(() => actions.groupLayers(ids, name))
        const row = `block ${firstOf(name)}`
        const field = room.current?.querySelector<HTMLInputElement>(
          `[data-row="${CSS.escape(row)}"] input[data-block-name]`,
        )
        field?.focus()
        field?.select()
      },
      rename(name, to) {
        // A folded block stays folded, and is so again when Undo brings its old name back.
        setFolded((before) => (before.has(name) ? before.union(new Set([to.trim()])) : before))
        actions.renameBlock(name, to)
      },
      duplicate(row, name) {
        const before = new Set(names())
        layers.duplicate(row)
        const added = names().filter((each) => !before.has(each))
        setFolded((others) => (others.has(name) ? others.union(new Set(added)) : others))
      },
      ungroup(name) {
        const first = firstOf(name)
        flushSync(() => actions.ungroupBlock(name))
        layers.focus(first)
      },
      freeze: (name, frozen) => layers.freeze(idsOfBlock(shown.current, name), frozen),
      askRepeat: setAsked,
      repeat(name, copies) {
        const before = new Set(names())
        flushSync(() => actions.repeatBlock(name, copies))
        // Copies are like their original, so their heads are enough to see.
        const added = names().filter((each) => !before.has(each))
        flushSync(() => setFolded((others) => others.union(new Set(added))))
        say(`“${name}” is repeated ${copies === 1 ? 'once' : `${copies} times`}.`)
      },
      saveOwn(row, name) {
        const keptAs = actions.saveOwnBlock(name)
        if (keptAs !== undefined) say(`“${keptAs}” is now one of your own blocks, in the menu that adds a layer.`)
        room.current?.querySelector<HTMLElement>(`[data-row="${CSS.escape(row)}"]`)?.focus()
      },
    }
  }, [actions, layers, room, say, shown])

  return { edits, folded, setFolded, asked }
}
