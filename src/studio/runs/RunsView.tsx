/** The view of all runs: a table of what is kept, and a comparison of those that are selected. */
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import type { ListedRun } from '../../runs/record'
import { useActions, useSession } from '../../store/hooks'
import { Announcement } from '../../ui/Announcement'
import { Button } from '../../ui/Button'
import { CheckField } from '../../ui/CheckField'
import { focusPanel } from '../../ui/focusPanel'
import { formatAmount, formatCount } from '../../ui/format'
import { Message } from '../../ui/Message'
import { SearchBox } from '../../ui/SearchBox'
import { Select } from '../../ui/Select'
import { filterRows, NUMBER, sortRows, tagsOf, toRows, type Order } from './columns'
import { Comparison } from './compare/Comparison'
import { RegisterDialog } from './RegisterDialog'
import type { RunRowActions } from './RunRow'
import { RunsTable } from './RunsTable'
import styles from './RunsView.module.css'
import { useToggles } from './useToggles'

const WEIGHTS_HELP =
  'With its weights, a run is restored as the trained model that it came to, and not only as layers and a recipe. They take room in this browser’s storage.'

export interface RunsViewProps {
  /** Leads back to the studio. */
  onStudio(): void
}

export function RunsView({ onStudio }: RunsViewProps) {
  const heading = useId()
  const list = useSession(({ runs }) => runs.list)
  const trouble = useSession(({ runs }) => runs.trouble)
  const resumeTrouble = useSession(({ runs }) => runs.resumeTrouble)
  const resumable = useSession(({ runs }) => runs.resumable)
  const keepsWeights = useSession(({ runs }) => runs.keepsWeights)
  const actions = useActions()
  const { followRuns, markRuns, deleteRuns, restoreRun, resumeRun, registerModel, keepWeights, dismiss } = actions

  const [text, setText] = useState('')
  const [tag, setTag] = useState('')
  const [order, setOrder] = useState<Order>({ column: NUMBER, falling: true })
  const [selected, select] = useToggles()
  const [hidden, hide] = useToggles()
  const [isComparing, setComparing] = useState(false)
  const [registering, setRegistering] = useState<number>()
  const comparison = useRef<HTMLElement>(null)
  const compare = useRef<HTMLButtonElement>(null)

  useEffect(() => followRuns(), [followRuns])
  // A window over the page does not outlive the view under it.
  useEffect(() => () => setRegistering(undefined), [])

  const all = useMemo(() => (list ? toRows(list.runs, list.versions) : undefined), [list])
  const tags = useMemo(() => tagsOf(list?.runs ?? []), [list])
  const shownTag = tags.includes(tag) ? tag : ''
  const rows = useMemo(() => all && sortRows(filterRows(all, text, shownTag), order), [all, text, shownTag, order])
  const compared = useMemo(
    () => (all ?? []).flatMap(({ run }) => (selected.has(run.number) && 'summary' in run ? [run] : [])).toReversed(),
    [all, selected],
  )

  const chosen = useMemo(
    () => (all ?? []).map(({ run }) => run.number).filter((number) => selected.has(number)),
    [all, selected],
  )

  const rowActions = useMemo(
    (): RunRowActions => ({
      select: (number, isSelected) => select([number], isSelected),
      toggleCurve: (number) => hide([number]),
      mark: (number, change) => void markRuns([number], change),
      resume: (number) => void resumeRun(number).then((isBack) => isBack && onStudio()),
      restore: (number) => void restoreRun(number).then((isRestored) => isRestored && onStudio()),
      register: setRegistering,
      remove(numbers) {
        select(numbers, false)
        void deleteRuns(numbers)
      },
    }),
    [select, hide, markRuns, restoreRun, resumeRun, onStudio, deleteRuns],
  )

  const hasRuns = all !== undefined && all.length > 0
  const isShown = isComparing && compared.length >= 2
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
          <div className={styles.filters}>
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
          </div>
        )}
        <div className={styles.work}>
          <CheckField label="Keep the weights" help={WEIGHTS_HELP} value={keepsWeights} onChange={keepWeights} />
          {hasRuns && (
            <>
              <Button
                unavailable={chosen.length === 0}
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
                  setComparing(true)
                  requestAnimationFrame(() => {
                    comparison.current?.focus({ preventScroll: true })
                    comparison.current?.scrollIntoView({ block: 'start' })
                  })
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
      <Deleted />
      {list && all?.length === 0 && <Empty deleted={list.deleted} />}
      {rows && hasRuns && (
        <RunsTable
          rows={rows}
          selected={selected}
          hidden={hidden}
          resumable={resumable}
          order={order}
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
          onClose={() => {
            compare.current?.focus()
            setComparing(false)
          }}
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

/** Why there is nothing to see. @param gone runs that were deleted and can still come back. */
function Empty({ deleted: gone }: { readonly deleted: readonly number[] }) {
  const { undeleteRuns } = useActions()
  if (gone.length === 0) {
    return (
      <p className={styles.empty}>
        No runs yet. Every run that is trained in the studio is kept here, in this browser, from its start on.
      </p>
    )
  }
  return (
    <div className={styles.empty}>
      <p>
        {gone.length === 1
          ? 'The run that was here was deleted. It can come back for a day.'
          : `All ${formatCount(gone.length)} runs were deleted. They can come back for a day.`}
      </p>
      <Button
        onClick={({ currentTarget }) => {
          focusPanel(currentTarget)
          void undeleteRuns(gone)
        }}
      >
        {gone.length === 1 ? 'Bring it back' : 'Bring them back'}
      </Button>
    </div>
  )
}

/** What was deleted last, and the way back. */
function Deleted() {
  const deleted = useSession(({ runs }) => runs.deleted.at(-1))
  const { undeleteRuns, dismiss } = useActions()
  const undo = useRef<HTMLButtonElement>(null)
  const before = useRef(deleted)
  useEffect(() => {
    // The row that had the focus is gone.
    if (before.current !== deleted) undo.current?.focus()
    before.current = deleted
  }, [deleted])
  if (!deleted) return null
  const [first] = deleted
  return (
    <Message kind="info" onDismiss={() => dismiss('deleted')}>
      <span className={styles.deleted}>
        {deleted.length === 1 ? `Run ${first} was deleted.` : `${formatAmount(deleted.length, 'run')} were deleted.`}
        <Button
          ref={undo}
          size="small"
          onClick={({ currentTarget }) => {
            focusPanel(currentTarget)
            void undeleteRuns()
          }}
        >
          Undo
        </Button>
      </span>
    </Message>
  )
}
