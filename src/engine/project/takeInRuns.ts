/** Takes the runs of a project file in among those that are here: one by one, each with all that belongs to it or not at all. */
import { amountOf, quoted } from '../../common/text'
import { ENTRIES, type FiledRun } from '../../project/manifest'
import type { RunMarks } from '../../runs/record'
import type { KeptWeights } from '../../storage/runHistory'
import { CallFailure } from '../failures'
import type { HeldHistory } from '../history/heldHistory'
import type { ProjectNote } from '../protocol/project'
import type { Archive, Reading } from './archive'
import { readFiledDetails, readFiledSummary, readFiledWeights, type FiledSummary } from './filedRun'
import { findKnown, type KnownRun } from './knownRuns'
import { someOf } from './lookAtProject'

/** Numbers that a sentence names one by one. */
const NAMED = 8

export interface RunsToTake {
  readonly archive: Archive
  /** Of the file, as the runs are to name their origin. */
  readonly file: string
  readonly withWeights: boolean
  readonly history: HeldHistory
}

/** What came of the runs of the file: their numbers here. */
interface Taken {
  readonly taken: number[]
  readonly here: number[]
  /** They were deleted here, and are back. */
  readonly back: number[]
  /** They were here without their weights. */
  readonly completed: number[]
  /** The file has another state of them, which is left out. */
  readonly otherwise: number[]
  readonly problems: string[]
}

export async function takeInRuns(runs: RunsToTake, reading: Reading): Promise<readonly ProjectNote[]> {
  const { archive, history } = runs
  const { manifest } = archive
  const come: Taken = { taken: [], here: [], back: [], completed: [], otherwise: [], problems: [] }
  const numbers = new Map<string, number>()
  let refusal: string | undefined
  const registered: string[] = []
  try {
    const known = await findKnown(history)
    for (const filed of manifest.runs.toSorted((one, other) => one.number - other.number)) {
      reading.signal.throwIfAborted()
      const number = await takeOne(runs, filed, known.get(filed.id), come, reading)
      if (number === undefined) continue
      numbers.set(filed.id, number)
      history.tellChange([number])
    }
    registered.push(...(await registerVersions(runs, numbers)))
  } catch (error) {
    if (!(error instanceof CallFailure)) throw error
    refusal = error.message
  }
  return describe(come, manifest.runs.length, registered, refusal)
}

/** @returns its number here, where it is here now. */
async function takeOne(
  { archive, file, withWeights, history }: RunsToTake,
  filed: FiledRun,
  known: KnownRun | undefined,
  come: Taken,
  reading: Reading,
): Promise<number | undefined> {
  const read = await readFiledSummary(archive, filed, reading)
  if ('problem' in read) {
    come.problems.push(read.problem)
    return undefined
  }
  const isSame = known?.written === read.value.summary.written
  if (known && (isSame || !known.isDeleted)) {
    come.here.push(known.number)
    if (!isSame) come.otherwise.push(known.number)
    if (known.isDeleted) {
      await history.ask((kept) => kept.mark(known.number, withoutDeletion))
      come.back.push(known.number)
    }
    if (isSame && withWeights && filed.hasWeights && !known.hasWeights) {
      const weights = await weightsOf(archive, filed, come, reading)
      if (weights) {
        await history.ask((kept) => kept.addWeights(known.number, weights, bytesOf(weights)))
        come.completed.push(known.number)
      }
    }
    return known.number
  }
  const details = await readFiledDetails(archive, filed, reading)
  if ('problem' in details) {
    come.problems.push(details.problem)
    return undefined
  }
  const weights = withWeights && filed.hasWeights ? await weightsOf(archive, filed, come, reading) : undefined
  reading.signal.throwIfAborted()
  const taken = await history.ask((kept) =>
    kept.takeIn(
      (number) => ({
        summary: { ...summaryHere(read.value, weights), number, id: filed.id, origin: { file, number: filed.number } },
        details: { ...details.value, number },
      }),
      read.value.marks,
      weights,
    ),
  )
  come.taken.push(taken)
  return taken
}

async function weightsOf(
  archive: Archive,
  filed: FiledRun,
  come: Taken,
  reading: Reading,
): Promise<KeptWeights | undefined> {
  const weights = await readFiledWeights(archive, ENTRIES.run(filed.number), reading)
  if (!weights) come.problems.push(`The weights of run ${filed.number} are damaged in the file, and are left out.`)
  return weights
}

function summaryHere({ summary }: FiledSummary, weights: KeptWeights | undefined): FiledSummary['summary'] {
  const { weightBytes: _, ...light } = summary
  return weights ? { ...light, weightBytes: bytesOf(weights) } : light
}

function bytesOf({ weights }: KeptWeights): number {
  return weights.reduce((sum, [, { byteLength }]) => sum + byteLength, 0)
}

function withoutDeletion(before: RunMarks): RunMarks {
  const { deleted: _, ...marks } = before
  return marks
}

/** Versions go on counting here. One that is here already, of the same run at the same moment, is not given again. @returns what has another number here. */
async function registerVersions(
  { archive, history }: RunsToTake,
  numbers: ReadonlyMap<string, number>,
): Promise<readonly string[]> {
  const said: string[] = []
  const before = await history.ask((kept) => kept.versions())
  for (const filed of archive.manifest.versions.toSorted((one, other) => one.version - other.version)) {
    const { version: _, run: id, ...rest } = filed
    const run = numbers.get(id)
    const isHere = before.some(
      (version) => version.model === filed.model && version.run === run && version.registered === filed.registered,
    )
    if (run === undefined || isHere) continue
    const given = await history.ask((kept) => kept.register({ ...rest, run }))
    history.tellChange([run])
    if (given.version !== filed.version) {
      said.push(`Version ${filed.version} of ${quoted(filed.model)} is version ${given.version} here.`)
    }
  }
  return said
}

function describe(
  { taken, here, back, completed, otherwise, problems }: Taken,
  all: number,
  registered: readonly string[],
  refusal: string | undefined,
): readonly ProjectNote[] {
  const tell = (message: string): ProjectNote => ({ isCaution: false, message })
  const warn = (message: string): ProjectNote => ({ isCaution: true, message })
  return [
    ...(taken.length > 0
      ? [
          tell(
            `${amountOf(taken.length, 'run')} of the file ${taken.length === 1 ? 'is' : 'are'} now ${runsOf(taken)}.`,
          ),
        ]
      : []),
    ...(here.length > 0
      ? [
          tell(
            `${amountOf(here.length, 'run')} of the file ${here.length === 1 ? 'was' : 'were'} here already, as ${runsOf(here)}.`,
          ),
        ]
      : []),
    ...(back.length > 0
      ? [tell(`Of these, ${runsOf(back)} had been deleted, and ${back.length === 1 ? 'is' : 'are'} back.`)]
      : []),
    ...(completed.length > 0 ? [tell(`Of these, ${runsOf(completed)} got weights from the file.`)] : []),
    ...(otherwise.length > 0
      ? [
          warn(
            `Of these, ${runsOf(otherwise)} went on after or before the file was saved: what is here stays. Delete it here to take in the file’s.`,
          ),
        ]
      : []),
    ...registered.map(tell),
    ...someOf(problems).map(warn),
    ...(refusal === undefined
      ? []
      : [
          warn(
            `${taken.length} of ${amountOf(all, 'run')} ${taken.length === 1 ? 'was' : 'were'} taken in, whole, and then no more: ${refusal}`,
          ),
        ]),
  ]
}

/** `run 14`, `runs 14 to 25`, `runs 3, 5 and 9`. */
function runsOf(numbers: readonly number[]): string {
  const [first, ...others] = numbers.toSorted((one, other) => one - other)
  const last = others.at(-1)
  if (first === undefined || last === undefined) return `run ${first}`
  if (others.length > 1 && last - first === others.length) return `runs ${first} to ${last}`
  if (others.length >= NAMED) return `runs ${first} to ${last}, with gaps`
  return `runs ${[first, ...others.slice(0, -1)].join(', ')} and ${last}`
}
