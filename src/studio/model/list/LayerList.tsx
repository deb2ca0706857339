import { closestCenter, DndContext, MeasuringStrategy, PointerSensor, useSensor, useSensors } from '@dnd-kit/core'
import type { DragEndEvent, DragStartEvent, Modifier } from '@dnd-kit/core'
import { SortableContext, verticalListSortingStrategy } from '@dnd-kit/sortable'
import { Plus } from 'lucide-react'
import { Suspense, useCallback, useId, useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { StackAnalysis } from '../../../model/graph/shapes'
import type { Layer, LayerClassName } from '../../../model/layers/registry'
import { useMeasuredStep, useSession } from '../../../store/hooks'
import { Announcement } from '../../../ui/Announcement'
import { Button } from '../../../ui/Button'
import { classes } from '../../../ui/classes'
import { onDemand } from '../../../ui/onDemand'
import { announceDrag, INSTRUCTIONS } from './announceDrag'
import { BlockItem } from './BlockItem'
import { summariseBlock } from '../card/blockSummary'
import { LayerItem } from './LayerItem'
import styles from './LayerList.module.css'
import { LayerMenu } from './LayerMenu'
import { ListHead } from './ListHead'
import { canStep, rowsOf, type Row } from './rows'
import { draggedTogether, isRowSelected } from './selection'
import { SelectionBar } from './SelectionBar'
import { useBlockEdits } from './useBlockEdits'
import { useHiddenProblems } from './useHiddenProblems'
import { useKeyboardMove } from './useKeyboardMove'
import { readsAt, useLayerEdits, type ShownList } from './useLayerEdits'
import { useListSelection } from './useListSelection'
import { useNews } from './useNews'
import { usePortions } from './usePortions'
import { ROW_KEYS } from './useRowKeys'
import { useStable } from './useStable'
import { gutterOf, Wires } from './Wires'
import { wiresOf } from './wires'

const OwnBlocksDialog = onDemand(async () => (await import('./OwnBlocksDialog')).OwnBlocksDialog)
const RepeatDialog = onDemand(async () => (await import('./RepeatDialog')).RepeatDialog)

const UP_AND_DOWN: Modifier[] = [({ transform }) => ({ ...transform, x: 0 })]
// A press that hardly moves is a click.
const POINTER = { activationConstraint: { distance: 4 } }
// A block is folded while it is dragged, so rows change their places.
const MEASURING = { droppable: { strategy: MeasuringStrategy.WhileDragging } }

export interface LayerListProps {
  readonly layers: readonly Layer[]
  readonly analysis: StackAnalysis
}

/** The stack, from the first layer to the last, with its blocks, and a line for each connection that the order does not show. */
export function LayerList({ layers, analysis }: LayerListProps) {
  const { input, layers: facts } = analysis
  const room = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLOListElement>(null)
  const keysId = useId()
  const { measured, isCurrent } = useMeasuredStep()
  const own = useSession((session) => session.layers.own)
  const { news, say } = useNews()
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set())
  const [dragged, setDragged] = useState<string>()
  const [managesOwn, setManagesOwn] = useState(false)
  const sensors = useSensors(useSensor(PointerSensor, POINTER))

  const shown = useRef<ShownList>({ layers, facts, input, rows: [] })
  const edits = useLayerEdits(room, shown)
  const blocks = useBlockEdits(room, shown, edits, say)
  const rows = useMemo(
    () => rowsOf(layers, (name) => blocks.folded.has(name) || `block ${firstOf(layers, name)}` === dragged),
    [layers, blocks.folded, dragged],
  )
  useLayoutEffect(() => {
    shown.current = { layers, facts, input, rows }
  })
  const selection = useListSelection(room, list, shown, { layers, facts, rows }, edits, blocks.edits, say)
  const { select } = selection
  const { lifted, press, leave } = useKeyboardMove(edits, shown, say)
  useHiddenProblems(facts, rows, say)

  const forms = useMemo(
    () =>
      new Map(
        rows.map(({ id, kind }) => [id, kind === 'block' ? 'head' : folded.has(id) ? 'folded' : 'unfolded'] as const),
      ),
    [rows, folded],
  )
  const drawn = usePortions(forms)
  const ids = useStable(rows.map(({ id }) => id))
  const wires = useStable(wiresOf(layers, rows))
  // Folding and dragging move no card to the side.
  const gutter = useMemo(
    () =>
      gutterOf(
        wiresOf(
          layers,
          rowsOf(layers, () => false),
        ),
      ),
    [layers],
  )
  const accessibility = useMemo(
    () => ({ announcements: announceDrag(rows, selection.selected), screenReaderInstructions: INSTRUCTIONS }),
    [rows, selection.selected],
  )
  const hands = useMemo(() => ({ pressHandle: press, leaveHandle: leave, select }), [press, leave, select])
  const inserts = useMemo(
    () => ({
      add: (above: string, className: LayerClassName) => edits.add(placeOf(shown.current.rows, above), className),
      addOwn: (above: string, name: string) => edits.addOwn(placeOf(shown.current.rows, above), name),
      manageOwn: () => setManagesOwn(true),
    }),
    [edits],
  )
  const fold = useCallback((id: string) => setFolded((before) => before.symmetricDifference(new Set([id]))), [])

  const blockNames = rows.flatMap((row) => (row.kind === 'block' ? [row.block.name] : []))
  const loose = layers.filter(({ block }) => block === undefined).map(({ id }) => id)
  const isAllFolded =
    layers.length > 0 && loose.every((id) => folded.has(id)) && blockNames.every((name) => blocks.folded.has(name))
  const foldAll = (): void => {
    setFolded(new Set(isAllFolded ? [] : layers.map(({ id }) => id)))
    blocks.setFolded(new Set(isAllFolded ? [] : blockNames))
  }

  const start = ({ active }: DragStartEvent): void => setDragged(String(active.id))
  const drop = ({ active, over }: DragEndEvent): void => {
    setDragged(undefined)
    if (!over) return
    const [id, target] = [String(active.id), String(over.id)]
    const together = draggedTogether(rows, selection.selected, id)
    if (together.length > 0) edits.dropAll(together, id, target)
    else edits.drop(id, target)
  }

  const shared = (row: Row) => ({
    isSelected: isRowSelected(selection.selected, row),
    isLifted: lifted === row.id,
    isTabStop: selection.tabStop === row.id,
    isDrawn: drawn.has(row.id),
    canMoveUp: canStep(row, -1, layers.length),
    canMoveDown: canStep(row, 1, layers.length),
    hands,
    own,
    inserts,
    edits,
  })

  return (
    <div ref={room} className={styles.room}>
      <ListHead count={layers.length} isAllFolded={isAllFolded} onPaste={selection.paste} onFoldAll={foldAll} />
      <DndContext
        sensors={sensors}
        collisionDetection={closestCenter}
        modifiers={UP_AND_DOWN}
        measuring={MEASURING}
        accessibility={accessibility}
        onDragStart={start}
        onDragEnd={drop}
        onDragCancel={() => setDragged(undefined)}
      >
        <SortableContext items={ids} strategy={verticalListSortingStrategy}>
          <div className={classes(styles.list, gutter > 0 && styles.wired)} style={{ paddingLeft: gutter }}>
            <Wires wires={wires} gutter={gutter} listRef={list} isDragging={dragged !== undefined} />
            <ol
              ref={list}
              className={styles.layers}
              aria-label="Layers"
              aria-describedby={keysId}
              data-selecting={selection.count > 0 ? '' : undefined}
              data-together={
                dragged !== undefined && draggedTogether(rows, selection.selected, dragged).length > 0 ? '' : undefined
              }
            >
              {rows.map((row) =>
                row.kind === 'block' ? (
                  <BlockItem
                    key={row.id}
                    id={row.id}
                    name={row.block.name}
                    at={row.block.start}
                    summary={summariseBlock(facts.slice(row.block.start, row.block.end))}
                    isFolded={row.isFolded}
                    blocks={blocks.edits}
                    {...shared(row)}
                  />
                ) : (
                  <LayerItem
                    key={row.id}
                    layer={row.layer}
                    at={row.at}
                    facts={facts[row.at]}
                    reads={readsAt(layers, facts, row.at)}
                    inBlock={placeInBlock(layers, row.at)}
                    isFolded={drawn.get(row.id) === 'folded'}
                    measured={isCurrent ? measured : undefined}
                    onFold={fold}
                    {...shared(row)}
                  />
                ),
              )}
            </ol>
          </div>
        </SortableContext>
      </DndContext>
      <p id={keysId} hidden>
        {ROW_KEYS}
      </p>
      <Announcement text={news} />
      <LayerMenu
        trigger={
          <Button data-add className={styles.add}>
            <Plus size={14} aria-hidden />
            Add layer
          </Button>
        }
        own={own}
        onChoose={(className) => edits.add(layers.length, className)}
        onChooseOwn={(name) => edits.addOwn(layers.length, name)}
        onManageOwn={inserts.manageOwn}
      />
      {(selection.count > 0 || selection.refusal !== undefined) && (
        <SelectionBar
          count={selection.count}
          refusal={selection.refusal}
          freezing={selection.freezing}
          onCopy={selection.copy}
          onCut={selection.cut}
          onDuplicate={selection.commands.duplicate}
          onGroup={selection.commands.group}
          onFreeze={selection.freeze}
          onRemove={selection.commands.remove}
          onClear={selection.commands.clear}
        />
      )}
      <Suspense>
        {blocks.asked !== undefined && (
          <RepeatDialog
            block={blocks.asked}
            onRepeat={(copies) => {
              blocks.edits.askRepeat(undefined)
              blocks.edits.repeat(blocks.asked!, copies)
            }}
            onClose={() => blocks.edits.askRepeat(undefined)}
          />
        )}
        {managesOwn && <OwnBlocksDialog onClose={() => setManagesOwn(false)} />}
      </Suspense>
    </div>
  )
}

/** The place of the first layer of a row. */
function placeOf(rows: readonly Row[], id: string): number {
  const row = rows.find((each) => each.id === id)
  return row?.kind === 'block' ? row.block.start : (row?.at ?? 0)
}

function firstOf(layers: readonly Layer[], block: string): string | undefined {
  return layers.find((layer) => layer.block === block)?.id
}

function placeInBlock(layers: readonly Layer[], at: number): 'inside' | 'last' | undefined {
  const block = layers[at]?.block
  if (block === undefined) return undefined
  return layers[at + 1]?.block === block ? 'inside' : 'last'
}
