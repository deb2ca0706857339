/** The columns of the table of runs: how each is read, written, sorted and found. A new column is one entry of the list. */
import { withoutBidiControls } from '../../common/text'
import { OPTIMIZERS } from '../../model/training/optimizers/optimizers'
import type { LossAndAccuracy } from '../../model/metrics/evaluation'
import { figuresOfModel, isAverage } from '../../runs/modelFigures'
import type { ListedRun, ModelVersion, ReadableRun } from '../../runs/record'
import { titleOf } from '../../runs/record'
import {
  formatAmount,
  formatBytes,
  formatCount,
  formatLoss,
  formatMoment,
  formatPercent,
  formatSeconds,
} from '../../ui/format'

export interface Row {
  readonly run: ListedRun
  /** As versions of named models: the newest of each is marked. */
  readonly versions: readonly ShownVersion[]
}

export interface ShownVersion extends ModelVersion {
  readonly isLatest: boolean
}

export interface Column {
  readonly id: string
  readonly label: string
  /** In rem. */
  readonly width: number
  /** Figures stand right. */
  readonly isFigure?: boolean
  /** The first press sorts the lowest first. */
  readonly isBestLow?: boolean
  /** What the rows are sorted by; those without a value stand last, however they are sorted. */
  key(row: Row): number | string | undefined
  text(row: Row): string
  /** What is read where the pointer rests; absent, it is the text. */
  title?(row: Row): string
}

const NONE = '–'

/** A column of what the engine wrote. */
function ofSummary<Value extends number | string>(
  id: string,
  label: string,
  width: number,
  key: (run: ReadableRun) => Value | undefined,
  write: (value: Value, run: ReadableRun) => string,
  isFigure = true,
): Column {
  return {
    id,
    label,
    width,
    isFigure,
    key: ({ run }) => ('summary' in run ? key(run) : undefined),
    text({ run }) {
      const value = 'summary' in run ? key(run) : undefined
      return 'summary' in run && value !== undefined ? write(value, run) : NONE
    },
  }
}

/** A column of what the model came to on the validation images. */
function ofValidation(
  id: string,
  label: string,
  valueOf: (figures: LossAndAccuracy) => number,
  write: (value: number) => string,
): Column {
  const key = ({ summary }: ReadableRun): number | undefined => {
    const { validation } = figuresOfModel(summary)
    return validation && valueOf(validation)
  }
  const column = ofSummary(id, label, 8.25, key, (value, { summary }) => withModelEpoch(write(value), summary))
  return {
    ...column,
    title({ run }) {
      const value = 'summary' in run ? key(run) : undefined
      const summary = 'summary' in run ? run.summary : undefined
      if (value !== undefined && summary && isAverage(summary))
        return `${write(value)}, of the weights before they were averaged; the model has their moving average`
      const weightsOf = summary?.weightsOf
      if (value === undefined || weightsOf === undefined) return column.text({ run, versions: [] })
      return `${write(value)}, of epoch ${formatCount(weightsOf)}, whose weights the model has`
    },
  }
}

/** `epoch 9: 98.50 %` of a figure of the model's epoch, where that is not the last; `raw: 98.50 %` where the model is an average. */
export function withModelEpoch(text: string, summary: ReadableRun['summary']): string {
  if (isAverage(summary)) return `raw: ${text}`
  return summary.weightsOf === undefined ? text : `epoch ${formatCount(summary.weightsOf)}: ${text}`
}

const percent = (share: number): string => formatPercent(share)

const BACKENDS: Readonly<Record<string, string>> = {
  webgpu: 'WebGPU',
  processor: 'Processor',
  webgl: 'WebGL',
  cpu: 'JavaScript',
}

/** Those that are in the table until a person chooses others: as many as a screen of 1440 pixels has room for. */
export const USUAL_COLUMNS: readonly string[] = [
  'state',
  'testAccuracy',
  'validationAccuracy',
  'validationLoss',
  'tags',
  'dataset',
  'learningRate',
  'epochs',
  'seconds',
]

/** In the order of the table, behind number and name. */
export const COLUMNS: readonly Column[] = [
  {
    ...ofSummary(
      'state',
      'State',
      10,
      ({ state }) => state,
      (_, run) => describeState(run),
      false,
    ),
    title: ({ run }) => ('summary' in run && (describeEnding(run) || describeState(run))) || NONE,
  },
  ofSummary('testAccuracy', 'Test acc.', 5.75, ({ summary }) => summary.test?.accuracy, percent),
  { ...ofSummary('testLoss', 'Test loss', 5.5, ({ summary }) => summary.test?.loss, formatLoss), isBestLow: true },
  ofValidation('validationAccuracy', 'Val. acc.', ({ accuracy }) => accuracy, percent),
  { ...ofValidation('validationLoss', 'Val. loss', ({ loss }) => loss, formatLoss), isBestLow: true },
  {
    id: 'tags',
    label: 'Tags',
    width: 9.5,
    key: ({ run }) => run.marks.tags.join(', ') || undefined,
    text: ({ run }) => run.marks.tags.join(', '),
  },
  ofSummary('dataset', 'Dataset', 7, ({ summary }) => summary.dataset, withoutBidiControls, false),
  ofSummary('layers', 'Layers', 4.25, ({ summary }) => summary.layers, formatCount),
  ofSummary('parameters', 'Parameters', 6.5, ({ summary }) => summary.parameters, formatCount),
  ofSummary(
    'optimizer',
    'Optimizer',
    6,
    ({ summary }) => summary.optimizer,
    (name) => OPTIMIZERS.find((each) => each.name === name)?.label ?? name,
    false,
  ),
  ofSummary('beganWith', 'Began with', 8, ({ summary }) => summary.beganWith, withoutBidiControls, false),
  ofSummary('learningRate', 'Rate', 4.75, ({ summary }) => summary.learningRate, String),
  ofSummary('batchSize', 'Batch', 4.25, ({ summary }) => summary.batchSize, formatCount),
  {
    ...ofSummary(
      'epochs',
      'Epochs',
      5.25,
      ({ summary }) => summary.epoch,
      (_, { summary }) => describeEpochs(summary),
    ),
    title: ({ run }) => ('summary' in run ? describeModelEpoch(run.summary) : NONE),
  },
  ofSummary('seconds', 'Time', 5, ({ summary }) => summary.seconds, formatSeconds),
  ofSummary('started', 'Started', 9.5, ({ summary }) => summary.started, formatMoment, false),
  ofSummary(
    'device',
    'Device',
    10.5,
    ({ summary }) => summary.device?.backend,
    (_, run) => describeDevice(run),
    false,
  ),
  ofSummary('weights', 'Weights', 5.5, ({ summary }) => summary.weightBytes, formatBytes),
  ofSummary(
    'origin',
    'From',
    8,
    ({ summary }) => summary.origin && `${summary.origin.file} ${summary.origin.number}`,
    (_, run) => describeOrigin(run),
    false,
  ),
  {
    id: 'version',
    label: 'Version',
    width: 10,
    key: ({ versions }) => versions[0] && `${versions[0].model} ${String(versions[0].version).padStart(6, '0')}`,
    text: ({ versions }) => versions.map(describeVersion).join(', ') || NONE,
    title: ({ versions }) => versions.map(describeWithNote).join('\n'),
  },
  {
    id: 'note',
    label: 'Note',
    width: 14,
    key: ({ run }) => run.marks.note || undefined,
    text: ({ run }) => run.marks.note,
  },
]

export const NUMBER: Column = {
  id: 'number',
  label: 'No.',
  width: 3.25,
  isFigure: true,
  key: ({ run }) => run.number,
  text: ({ run }) => String(run.number),
}

/** Of the name of a run or a model, in UTF-16 code units, as a box of text counts them. */
export const MOST_LETTERS = 200

export const NAME: Column = {
  id: 'name',
  label: 'Name',
  width: 11,
  // Runs without a name stand behind those with one.
  key: ({ run }) => run.marks.name || undefined,
  text: ({ run }) => titleOf(run),
}

export interface Order {
  readonly column: Column
  readonly falling: boolean
}

/** `runs` of one list, each with its versions. */
export function toRows(runs: readonly ListedRun[], versions: readonly ModelVersion[]): readonly Row[] {
  const there = new Set(runs.map(({ number }) => number))
  const latest = new Map<string, number>()
  const shown = versions.filter(({ run }) => there.has(run))
  for (const { model, version } of shown) latest.set(model, Math.max(version, latest.get(model) ?? 0))
  const ofRun = new Map<number, ShownVersion[]>()
  for (const version of shown) {
    const isLatest = latest.get(version.model) === version.version
    ofRun.set(version.run, [...(ofRun.get(version.run) ?? []), { ...version, isLatest }])
  }
  return runs.map((run) => ({ run, versions: ofRun.get(run.number) ?? [] }))
}

const COLLATOR = new Intl.Collator('en', { numeric: true, sensitivity: 'base' })

export function sortRows(rows: readonly Row[], { column, falling }: Order): readonly Row[] {
  return rows
    .map((row) => ({ row, key: column.key(row) }))
    .toSorted((one, other) => {
      const direction = falling ? -1 : 1
      // Among equals, and where there is no value, the numbers run in the same direction.
      const byNumber = direction * (one.row.run.number - other.row.run.number)
      if (one.key === undefined || other.key === undefined)
        return Number(one.key === undefined) - Number(other.key === undefined) || byNumber
      const rising =
        typeof one.key === 'number' && typeof other.key === 'number'
          ? one.key - other.key
          : COLLATOR.compare(String(one.key), String(other.key))
      return direction * rising || byNumber
    })
    .map(({ row }) => row)
}

/**
 * Those that have every word of the text somewhere in their columns, and the tag. `run 2` is the run of that number, or one of such a name. A
 * number by itself is a figure as a whole, or a word of what a person wrote: `2` is not found in `2 threads`, nor in `0.002`.
 */
export function filterRows(rows: readonly Row[], text: string, tag: string): readonly Row[] {
  const asked = text.toLowerCase().match(/run\s+\d+(?=\s|$)|\S+/g) ?? []
  if (asked.length === 0 && tag === '') return rows
  return rows.filter((row) => {
    if (tag !== '' && findSpelling(tag, row.run.marks.tags) === undefined) return false
    const texts = [NUMBER, NAME, ...COLUMNS].map((column) => ({ column, text: column.text(row).toLowerCase() }))
    // `4 threads`, as it stands there.
    if (asked.length > 1 && texts.some((each) => hasWord(each.text, asked.join(' ')))) return true
    return asked.every((word) => {
      const ofRun = /^run\s+(\d+)$/.exec(word)
      if (ofRun)
        return row.run.number === Number(ofRun[1]) || hasWord(row.run.marks.name.toLowerCase(), `run ${ofRun[1]}`)
      if (!/^\d+$/.test(word)) return texts.some((each) => each.text.includes(word))
      return texts.some(({ column, text: written }) =>
        column.isFigure === true
          ? written.replaceAll(',', '') === word
          : WRITTEN.has(column.id) && hasWord(written, word),
      )
    })
  })
}

/** Columns of what a person wrote. The name of a run without one is its number. */
const WRITTEN: ReadonlySet<string> = new Set(['name', 'tags', 'dataset', 'version', 'note'])

/** Whether it stands there between spaces and other signs. */
function hasWord(text: string, word: string): boolean {
  return ` ${text.split(/[^\p{L}\p{N}.]+/u).join(' ')} `.includes(` ${word} `)
}

/** What a run came to, in a line: `test 98.85 %, loss 0.0380, 5 epochs`, or `…, of epoch 3, 5 epochs` where the model is that of another. */
export function describeResults({ run }: Row): string {
  if ('problem' in run) return run.problem
  const { test, weightsOf } = run.summary
  const { validation } = figuresOfModel(run.summary)
  const look = test ? ([test, 'test'] as const) : validation ? ([validation, 'validation'] as const) : undefined
  const parts = [
    run.state === 'finished' ? undefined : describeState(run),
    look && `${look[1]} ${formatPercent(look[0].accuracy)}, loss ${formatLoss(look[0].loss)}`,
    weightsOf === undefined ? undefined : `of epoch ${formatCount(weightsOf)}`,
    look?.[1] === 'validation' && isAverage(run.summary) ? 'before the weights were averaged' : undefined,
    run.state === 'finished' ? formatAmount(run.summary.epoch, 'epoch') : undefined,
  ]
  return parts.filter((part) => part !== undefined).join(', ')
}

/** All tags there are, in order. One that is written in capitals here and in small letters there is the same, as the oldest run has it. */
export function tagsOf(runs: readonly ListedRun[]): readonly string[] {
  const oldestFirst = runs.toSorted((one, other) => one.number - other.number)
  const all = new Map<string, string>()
  for (const tag of oldestFirst.flatMap(({ marks }) => marks.tags)) if (!all.has(fold(tag))) all.set(fold(tag), tag)
  return [...all.values()].toSorted(COLLATOR.compare)
}

/** A name without regard to capitals: `Wide` is `wide`. */
function fold(name: string): string {
  return name.normalize().toLowerCase()
}

/** The name among those that are known that differs from this one by its capitals at most. */
export function findSpelling(name: string, known: readonly string[]): string | undefined {
  return known.find((each) => fold(each) === fold(name))
}

export interface TypedTags {
  readonly tags: readonly string[]
  /** What was typed in other capitals than it had before, and how it is kept. */
  readonly respelt: readonly (readonly [typed: string, kept: string])[]
}

/** `wide, augmented` becomes two tags; spaces and repetitions go. A tag that is known keeps its spelling. @param known of other runs. */
export function parseTags(text: string, known: readonly string[] = []): TypedTags {
  const tags: string[] = []
  const respelt: (readonly [string, string])[] = []
  for (const typed of text.split(',').flatMap((tag) => tag.trim() || [])) {
    const before = findSpelling(typed, known) ?? findSpelling(typed, tags)
    const kept = before ?? typed
    if (kept !== typed) respelt.push([typed, kept])
    if (!tags.includes(kept)) tags.push(kept)
  }
  return { tags, respelt }
}

export function describeState({ state, summary }: ReadableRun): string {
  switch (state) {
    case 'running':
      return summary.epoch === 0 ? 'Running' : `Running, epoch ${formatCount(summary.epoch + 1)}`
    case 'finished':
      return summary.stoppedEarly === undefined ? 'Finished' : `Stopped early, epoch ${formatCount(summary.epoch)}`
    case 'stopped':
      return summary.epoch < summary.epochs ? `Stopped ${describeReached(summary)}` : 'Stopped'
    case 'failed':
      return 'Failed'
    case 'interrupted':
      return `Interrupted ${describeReached(summary)}`
  }
}

/** `after epoch 3`, the last one that ended. */
function describeReached({ epoch }: ReadableRun['summary']): string {
  return epoch === 0 ? 'in epoch 1' : `after epoch ${formatCount(epoch)}`
}

/** Why it failed or stopped early, and whose weights it left; nothing where there is no more to say. */
export function describeEnding({ summary: { message, stoppedEarly, weightsOf } }: ReadableRun): string {
  const weights = weightsOf === undefined ? undefined : `The model has the weights of epoch ${formatCount(weightsOf)}.`
  const early = stoppedEarly === undefined ? undefined : `Stopped early: ${stoppedEarly}.`
  return [message, early, weights].filter((sentence) => sentence !== undefined).join(' ')
}

function describeEpochs({ epoch, epochs }: ReadableRun['summary']): string {
  return epoch === epochs ? formatCount(epochs) : `${formatCount(epoch)} of ${formatCount(epochs)}`
}

function describeModelEpoch(summary: ReadableRun['summary']): string {
  const { weightsOf } = summary
  const epochs = describeEpochs(summary)
  return weightsOf === undefined ? epochs : `${epochs}: the model is that of epoch ${formatCount(weightsOf)}`
}

function describeDevice({ summary: { device } }: ReadableRun): string {
  if (!device) return NONE
  const { backend, threads, adapter } = device
  const detail = threads === undefined ? adapter : formatAmount(threads, 'thread')
  return [BACKENDS[backend] ?? backend, detail].filter(Boolean).join(', ')
}

/** `cats.strata, run 3`. */
function describeOrigin({ summary: { origin } }: ReadableRun): string {
  return origin ? `${withoutBidiControls(origin.file)}, run ${origin.number}` : NONE
}

/** `digits 2 (latest)`. */
function describeVersion({ model, version, isLatest }: ShownVersion): string {
  return `${withoutBidiControls(model)} ${version}${isLatest ? ' (latest)' : ''}`
}

function describeWithNote(version: ShownVersion): string {
  return [describeVersion(version), withoutBidiControls(version.note)].filter(Boolean).join(': ')
}
