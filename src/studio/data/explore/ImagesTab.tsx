import type { DatasetSummary } from '../../../engine/protocol/data'
import { ScanEye, SlidersHorizontal } from 'lucide-react'
import { useImperativeHandle, useMemo, useRef, useState, useSyncExternalStore, type Ref } from 'react'
import { flushSync } from 'react-dom'
import { useActions, useHasLooked, useSession } from '../../../store/hooks'
import { Button } from '../../../ui/Button'
import { formatAmount, formatCount } from '../../../ui/format'
import { Message } from '../../../ui/Message'
import { classes } from '../../../ui/classes'
import { DecidedImages } from './DecidedImages'
import { keepPlace, selectAt } from './gridSelection'
import { ImageDetail } from './ImageDetail'
import { ImageFilters, THUMBNAIL_SIZES, type ThumbnailSize } from './ImageFilters'
import { ImageGrid } from './ImageGrid'
import type { ImagePages } from './imagePages'
import styles from './ImagesTab.module.css'
import { changeFilter, isFiltered, type ImageView } from './imageView'
import { ListReason } from './ListReason'
import { countPositions, type Positions } from './positions'
import { SelectionBar } from './SelectionBar'
import { useGridSelection } from './useGridSelection'
import { useImagePages } from './useImagePages'

export interface ImagesTabHandle {
  /** From the large image back to the grid; false when the keyboard is there already. */
  leaveImage(): boolean
}

export interface ImagesTabProps {
  readonly ref: Ref<ImagesTabHandle>
  readonly dataset: DatasetSummary
  readonly view: ImageView
  /** The large image lies over the grid, where there is no room beside it. */
  readonly isOpen: boolean
  onView(view: ImageView): void
  onOpen(open: boolean): void
}

/** Beside the grid there is room for a large image. */
const WIDE = '(min-width: 60rem)'

/** All images as a grid, by class, split and words; one of them large. */
export function ImagesTab({ ref, dataset, view, isOpen, onView, onOpen }: ImagesTabProps) {
  const { excludeImages, includeImages, relabelImages, acceptPredicted } = useActions()
  const hasLooked = useHasLooked()
  const model = useSession((session) => session.model.current)
  const { of } = view
  const [marks, setMarks] = useState<{ readonly of: ImageView['of']; readonly isOn: boolean }>()
  // Whoever comes from a number sees what the model says, until they say otherwise.
  const marksPredicted = marks && marks.of === of ? marks.isOn : of !== undefined
  const isAsked = hasLooked && marksPredicted
  const asked = useMemo(() => (isAsked && model ? { model, since: of?.since } : undefined), [isAsked, model, of])
  const { shown, show, trouble } = useImagePages(dataset, view.filter, asked)
  const pages = shown?.pages
  const count = useTotal(pages)
  const [size, setSize] = useState<ThumbnailSize>('medium')
  const [isFiltering, setFiltering] = useState(false)
  const [picksSeveral, setPicksSeveral] = useState(false)
  const { selection, setSelection, generation } = useGridSelection(shown, count)
  const all = useRef<HTMLDivElement>(null)
  const detail = useRef<HTMLElement>(null)
  const { active, selected } = selection
  const { split, images: listed } = view.filter
  const areExcluded = split === 'excluded'
  const facts = useFacts(pages, active)

  /** The selected images, or the one where the keyboard is. */
  const decide = async (change: (images: readonly number[]) => void): Promise<void> => {
    const positions: Positions = selected.length > 0 ? selected : [[active, active + 1]]
    const images = (await pages?.listImages(positions)) ?? []
    if (images.length > 0) change(images)
  }
  const open = (by: 'key' | 'press'): void => {
    // A hidden grid can't have the focus, so the image opens first.
    flushSync(() => onOpen(true))
    // Beside the grid the image is there already, and a press leaves the keyboard where it is.
    if (by === 'key') findGrid(detail.current)?.focus()
  }
  const leaveImage = (): boolean => {
    const covers = isOpen && !matchMedia(WIDE).matches
    if (!covers && !findGrid(detail.current)?.contains(document.activeElement)) return false
    flushSync(() => onOpen(false))
    findGrid(all.current)?.focus({ preventScroll: true })
    return true
  }
  useImperativeHandle(ref, () => ({ leaveImage }))

  return (
    <div className={classes(styles.tab, isOpen && styles.open)}>
      <div ref={all} className={styles.all}>
        <div className={classes(styles.filters, isFiltering && styles.filtering)}>
          <ImageFilters dataset={dataset} view={view} size={size} onView={onView} onSize={setSize} />
        </div>
        {view.why !== undefined && (
          <ListReason why={view.why} onShowAll={() => onView(changeFilter(view, { images: undefined }))} />
        )}
        <SelectionBar
          aside={
            <>
              <DecidedImages dataset={dataset} onShow={onView} />
              {hasLooked && (
                <Button
                  size="small"
                  look={marksPredicted ? 'outline' : 'plain'}
                  aria-pressed={marksPredicted}
                  title="Mark images that the model takes for another class than their label"
                  onClick={() => setMarks({ of, isOn: !marksPredicted })}
                >
                  <ScanEye size={14} aria-hidden />
                  Predicted classes
                </Button>
              )}
              <Button
                size="small"
                look={isFiltering ? 'outline' : 'plain'}
                className={styles.filtersButton}
                aria-expanded={isFiltering}
                onClick={() => setFiltering(!isFiltering)}
              >
                <SlidersHorizontal size={14} aria-hidden />
                Filters
              </Button>
            </>
          }
          shown={describeShown(count, dataset, view)}
          selected={countPositions(selected)}
          classNames={dataset.classes}
          canExclude={!areExcluded}
          canInclude={areExcluded || listed !== undefined}
          picksSeveral={picksSeveral}
          onPickSeveral={setPicksSeveral}
          onExclude={() => void decide(excludeImages)}
          onInclude={() => void decide(includeImages)}
          onRelabel={(label) => void decide((images) => relabelImages(images, label))}
          onAccept={hasLooked ? () => void decide((images) => void acceptPredicted(images)) : undefined}
          onClear={() => setSelection(keepPlace(selection, count))}
        />
        {trouble !== undefined && <Message kind="danger">{trouble}</Message>}
        {pages && count > 0 ? (
          <ImageGrid
            key={generation}
            pages={pages}
            count={count}
            smallest={THUMBNAIL_SIZES[size]}
            selection={selection}
            of={of}
            picksSeveral={picksSeveral}
            onSelect={setSelection}
            onShow={show}
            onOpen={open}
            onRemove={() => void decide(areExcluded ? includeImages : excludeImages)}
          />
        ) : (
          <p className={styles.none}>{shown && trouble === undefined && 'No image is like that.'}</p>
        )}
        <p className={styles.keys}>
          Arrow keys move, Enter reads the pixels, Delete {areExcluded ? 'includes' : 'excludes'}; Shift and Ctrl select
          several
        </p>
      </div>
      <ImageDetail
        dataset={dataset}
        index={facts?.index}
        position={active}
        count={count}
        container={detail}
        of={of}
        onStep={(position) => setSelection(selectAt(selection, position, 'one'))}
        onBack={leaveImage}
      />
    </div>
  )
}

/** The grid that the arrow keys move in: images beside images, or the pixels of the large one. */
function findGrid(part: HTMLElement | null): HTMLElement | null {
  return part?.querySelector<HTMLElement>('[role=grid]') ?? null
}

function describeShown(count: number, dataset: DatasetSummary, view: ImageView): string {
  return isFiltered(view)
    ? `${formatCount(count)} of ${formatAmount(dataset.images, 'image')}`
    : formatAmount(count, 'image')
}

function useTotal(pages: ImagePages | undefined): number {
  return useSyncExternalStore(pages?.subscribe ?? neverTell, () => pages?.total() ?? 0)
}

function useFacts(pages: ImagePages | undefined, position: number) {
  return useSyncExternalStore(pages?.subscribe ?? neverTell, () => pages?.facts(position))
}

function neverTell(): () => void {
  return () => undefined
}
