/** The view of all runs: a table of what is kept, and a comparison of those that are selected. */
import { useCallback, useEffect, useId, useMemo, useRef, useState } from 'react'
import type { ListedRun } from '../../runs/record'
import { sayTrained } from '../../runs/sayTrained'
import { useActions, useSession } from '../../store/hooks'
import { Announcement } from '../../ui/Announcement'
import { Button } from '../../ui/Button'
import { CheckField } from '../../ui/CheckField'
import { formatAmount, formatCount } from '../../ui/format'
import { Message } from '../../ui/Message'
import { SearchBox } from '../../ui/SearchBox'
import { Select } from '../../ui/Select'
import {
  COLUMNS,
  filterRows,
  NAME,
  NUMBER,
  parseTags,
  sortRows,
  tagsOf,
  toRows,
  USUAL_COLUMNS,
  type Order,
} from './columns'
import { ColumnsMenu } from './ColumnsMenu'
import { Comparison } from './compare/Comparison'
import { DeletedRuns } from './DeletedRuns'
import { NoRuns } from './NoRuns'
import { ALL_RUNS, type RunsPlace } from './place'
import { RegisterDialog } from './RegisterDialog'
import type { RunRowActions } from './rowActions'
import { describeMissing, describeRespelt, describeUnknown } from './runsText'
import { RunsTable } from './RunsTable'
import styles from './RunsView.module.css'
import { useEscape } from './useEscape'
import { usePlacedSelection } from './usePlacedSelection'
import { useToggles } from './useToggles'

const WEIGHTS_HELP =
  'With its weights, a run is restored as the trained model that it came to, and not only as layers and a recipe. They take room in this browser’s storage.'

const NEWEST_FIRST: Order = { column: NUMBER, falling: true }

export interface RunsViewProps {
  /** What the address says. */
  readonly place: RunsPlace
  /** Goes to another. With `replace`, Back leads to what was before this one. */
  onPlace(place: RunsPlace, how?: 'replace'): void
  /** Leads back to the studio. */
  onStudio(): void
}

export function RunsView({ place, onPlace, onStudio }: RunsViewProps) {
  const heading = useId()
  const list = useSession(({ runs }) => runs.list)
  const trouble = useSession(({ runs }) => runs.trouble)
  const resumeTrouble = useSession(({ runs }) => runs.resumeTrouble)
  const resumable = useSession(({ runs }) => runs.resumable)
  const recordTrouble = useSession(({ runs }) => runs.recordTrouble)
  const chosenColumns = useSession(({ runs }) => runs.columns) ?? USUAL_COLUMNS
  const keepsWeights = useSession(({ runs }) => runs.keepsWeights)
  const actions = useActions()
  const { followRuns, markRuns, deleteRuns, restoreRun, resumeRun, registerModel, keepWeights, dismiss } = actions

  const [text, setText] = useState('')
  const [tag, setTag] = useState('')
  const [sorted, setOrder] = useState<Order>(NEWEST_FIRST)
  const clearFilter = useCallback(() => {
    setText('')
    setTag('')
  }, [])
  const [selected, select] = usePlacedSelection(place, onPlace, clearFilter)
  const [hidden, hide] = useToggles()
  const [respelt, setRespelt] = useState<string>()
  const [registering, setRegistering] = useState<number>()
  const comparison = useRef<HTMLElement>(null)
  const compare = useRef<HTMLButtonElement>(null)
  /** The comparison was asked for here, and takes the focus once it is there. */
  const isAwaited = useRef(false)
  const filter = useRef<HTMLDivElement>(null)
  const hasDeletedHere = useRef(false)
  const takesFocus = useCallback(() => {
    const takes = hasDeletedHere.current
    hasDeletedHere.current = false
    return takes
  }, [])

  useEffect(() => followRuns(), [followRuns])
  // A window over the page does not outlive the view under it.
  useEffect(() => () => setRegistering(undefined), [])

  const all = useMemo(() => (list ? toRows(list.runs, list.versions) : undefined), [list])
  const tags = useMemo(() => tagsOf(list?.runs ?? []), [list])
  const shownTag = tags.includes(tag) ? tag : ''
  const columns = useMemo(() => COLUMNS.filter(({ id }) => chosenColumns.includes(id)), [chosenColumns])
  const isSortedInSight = [NUMBER, NAME, ...columns].includes(sorted.column)
  const order = isSortedInSight ? sorted : NEWEST_FIRST
  const rows = useMemo(() => all && sortRows(filterRows(all, text, shownTag), order), [all, text, shownTag, order])
  const compared = useMemo(
    () => (all ?? []).flatMap(({ run }) => (selected.has(run.number) && 'summary' in run ? [run] : [])).toReversed(),
    [all, selected],
  )

  const chosen = useMemo(
    () => (all ?? []).map(({ run }) => run.number).filter((number) => selected.has(number)),
    [all, selected],
  )

  const chosenTrained = useMemo(
    () =>
      (all ?? []).flatMap(({ run }) =>
        'state' in run && run.state === 'running' && selected.has(run.number) ? [run.number] : [],
      ),
    [all, selected],
  )

  const latest = useRef({ place, runs: list?.runs ?? [] })
  useEffect(() => {
    latest.current = { place, runs: list?.runs ?? [] }
  })

  const rowActions = useMemo(
    (): RunRowActions => ({
      select: (number, isSelected) => select([number], isSelected),
      toggleCurve: (number) => hide([number]),
      mark: (number, change) => void markRuns([number], change),
      tag(number, typed) {
        const others = latest.current.runs.filter((run) => run.number !== number)
        const { tags, respelt: changed } = parseTags(typed, tagsOf(others))
        setRespelt(changed.length > 0 ? describeRespelt(changed) : undefined)
        void markRuns([number], { tags })
      },
      resume: (number) => void resumeRun(number).then((isBack) => isBack && onStudio()),
      restore: (number) => void restoreRun(number).then((isRestored) => isRestored && onStudio()),
      register: setRegistering,
      remove(numbers) {
        hasDeletedHere.current = true
        void deleteRuns(numbers).then((isDone) => {
          hasDeletedHere.current &&= isDone
          if (!isDone) return
          select(numbers, false)
          const { place: now } = latest.current
          if (!now.isComparing && now.numbers.some((number) => numbers.includes(number))) onPlace(ALL_RUNS, 'replace')
        })
      },
    }),
    [select, hide, markRuns, restoreRun, resumeRun, onStudio, deleteRuns, onPlace],
  )

  const hasRuns = all !== undefined && all.length > 0
  const isShown = place.isComparing && compared.length >= 2
  const showComparison = (): void => {
    comparison.current?.focus({ preventScroll: true })
    comparison.current?.scrollIntoView({ block: 'start' })
  }
  const closeComparison = (): void => {
    compare.current?.focus()
    onPlace(ALL_RUNS)
  }
  useEffect(() => {
    if (isShown && isAwaited.current) showComparison()
    isAwaited.current = false
  }, [isShown])
  useEscape(isShown, closeComparison)
  const missing = list && place.numbers.filter((number) => !list.runs.some((run) => run.number === number))
  const count = rows?.length ?? 0
  const counted =
    all && count < all.length
      ? `${formatAmount(count, 'run')} of ${formatCount(all.length)}`
      : formatAmount(count, 'run')
  return (
    <section aria-labelledby={heading} tabIndex={-1} className={styles.view}>
      <div className={styles.bar}>
        <h2 id={heading} className={styles.title}>
          Runs
        </h2>
        {hasRuns && (
          <p className={styles.count}>
            {counted}
            {/* Also those that the filter hides. */}
            {chosen.length > 0 && `, ${formatCount(chosen.length)} selected`}
          </p>
        )}
        {hasRuns && (
          <div ref={filter} className={styles.filters}>
            <SearchBox
              className={styles.search}
              label="Filter runs"
              placeholder="Filter"
              value={text}
              onChange={setText}
            />
            {tags.length > 0 && (
              <Select
                className={styles.tags}
                aria-label="Tag"
                value={shownTag}
                options={[{ value: '', label: 'All tags' }, ...tags.map((each) => ({ value: each, label: each }))]}
                onChange={setTag}
              />
            )}
            <ColumnsMenu shown={chosenColumns} />
          </div>
        )}
        <div className={styles.work}>
          <CheckField label="Keep the weights" help={WEIGHTS_HELP} value={keepsWeights} onChange={keepWeights} />
          {hasRuns && (
            <>
              <Button
                unavailable={chosen.length === 0 || chosenTrained.length > 0}
                title={chosenTrained.length > 0 ? sayTrained(chosenTrained) : undefined}
                onClick={() => rowActions.remove(chosen)}
                aria-label="Delete selected runs"
              >
                Delete
              </Button>
              <Button
                ref={compare}
                look="primary"
                unavailable={compared.length < 2}
                title={compared.length < 2 ? 'Select two runs or more' : undefined}
                onClick={() => {
                  isAwaited.current = !isShown
                  if (isShown) showComparison()
                  else onPlace({ numbers: compared.map(({ number }) => number), isComparing: true })
                }}
              >
                Compare
              </Button>
            </>
          )}
        </div>
      </div>
      <Announcement text={chosen.length > 0 ? `${formatAmount(chosen.length, 'run')} selected` : ''} />
      {trouble !== undefined && (
        <Message kind="danger" onDismiss={() => dismiss('runs')}>
          {trouble}
        </Message>
      )}
      {resumeTrouble !== undefined && (
        <Message kind="danger" onDismiss={() => dismiss('resume')}>
          {resumeTrouble}
        </Message>
      )}
      {respelt !== undefined && (
        <Message kind="info" onDismiss={() => setRespelt(undefined)}>
          {respelt}
        </Message>
      )}
      {place.unknown !== undefined && (
        <Message kind="caution" onDismiss={() => onPlace(ALL_RUNS, 'replace')}>
          {describeUnknown(place.unknown)}
        </Message>
      )}
      {missing && missing.length > 0 && (
        <Message kind="caution" onDismiss={() => onPlace(ALL_RUNS, 'replace')}>
          {describeMissing(missing)}
        </Message>
      )}
      {list && list.deleted.length > 0 && <DeletedRuns deleted={list.deleted} takesFocus={takesFocus} />}
      {list && !hasRuns && <NoRuns trouble={recordTrouble} hasDeleted={list.deleted.length > 0} />}
      {hasRuns && count === 0 && (
        <div className={styles.empty}>
          <p role="status">
            {all.length === 1
              ? 'The run does not fit the filter.'
              : `None of the ${formatCount(all.length)} runs fits the filter.`}
          </p>
          <Button
            onClick={() => {
              clearFilter()
              filter.current?.querySelector('input')?.focus()
            }}
          >
            Clear the filter
          </Button>
        </div>
      )}
      {rows && count > 0 && (
        <RunsTable
          rows={rows}
          selected={selected}
          hidden={hidden}
          resumable={resumable}
          order={order}
          columns={columns}
          shownRun={place.isComparing ? undefined : place.numbers[0]}
          isShort={isShown}
          actions={rowActions}
          onOrder={setOrder}
          onSelectAll={(isSelected) =>
            select(
              rows.map(({ run }) => run.number),
              isSelected,
            )
          }
        />
      )}
      {isShown && (
        <Comparison
          room={comparison}
          runs={compared}
          hidden={hidden}
          onToggle={rowActions.toggleCurve}
          onClose={closeComparison}
        />
      )}
      {registering !== undefined && (
        <RegisterDialog
          run={registering}
          hasWeights={list?.runs.some((run) => run.number === registering && hasWeights(run)) ?? false}
          models={[...new Set(list?.versions.map(({ model }) => model))]}
          onRegister={(model, note) => {
            setRegistering(undefined)
            void registerModel(registering, model, note)
          }}
          onClose={() => setRegistering(undefined)}
        />
      )}
    </section>
  )
}

function hasWeights(run: ListedRun): boolean {
  return 'summary' in run && run.summary.weightBytes !== undefined
}
