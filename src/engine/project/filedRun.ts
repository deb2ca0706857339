/** A run in a project file, as it is read: summary, details, marks and weights, each held to what this Strata writes. */
import { isOfNewer, readDetails, readMarks, readSummary } from '../../runs/readRecord'
import { NO_MARKS, type RunDetails, type RunMarks, type RunSummary } from '../../runs/record'
import { bytesOfWeights, readWeightsIndex, splitWeights } from '../../project/filedWeights'
import { ENTRIES, type FiledRun } from '../../project/manifest'
import type { KeptWeights } from '../../storage/runHistory'
import { MOST_BYTES, type Archive, type Reading } from './archive'

export interface FiledSummary {
  readonly filed: FiledRun
  readonly summary: RunSummary
  readonly marks: RunMarks
  readonly weightBytes?: number
}

export type ReadFiled<Value> = { readonly value: Value } | { readonly problem: string }

/** What the list of runs shows of it. */
export async function readFiledSummary(
  archive: Archive,
  filed: FiledRun,
  reading: Reading,
): Promise<ReadFiled<FiledSummary>> {
  const { number } = filed
  const paths = ENTRIES.run(number)
  const json = await archive.readJson(paths.summary, reading)
  if (typeof json !== 'object' || json === null || !('summary' in json)) return unreadable(number, undefined)
  const read = readSummary(number, json.summary)
  if ('problem' in read) return unreadable(number, json.summary)
  const { deleted: _, ...marks } = 'marks' in json ? readMarks(json.marks) : NO_MARKS
  const weightBytes = filed.hasWeights ? archive.sizeOf(paths.weights) : undefined
  return { value: { filed, summary: read.value, marks, ...(weightBytes !== undefined && { weightBytes }) } }
}

export async function readFiledDetails(
  archive: Archive,
  { number }: FiledRun,
  reading: Reading,
): Promise<ReadFiled<RunDetails>> {
  const json = await archive.readJson(ENTRIES.run(number).details, reading, MOST_BYTES.long)
  const read = readDetails(number, json)
  return 'problem' in read ? unreadable(number, json) : read
}

/** Weights as they lie under these paths; undefined when they are missing or damaged. */
export async function readFiledWeights(
  archive: Archive,
  paths: { readonly weightsIndex: string; readonly weights: string },
  reading: Reading,
): Promise<KeptWeights | undefined> {
  const index = readWeightsIndex(await archive.readJson(paths.weightsIndex, reading))
  if (!index || bytesOfWeights(index) !== archive.sizeOf(paths.weights)) return undefined
  const bytes = await archive.read(paths.weights, MOST_BYTES.block, reading)
  const weights = bytes && splitWeights(bytes, index)
  return weights && { normalisation: index.normalisation, weights }
}

function unreadable(number: number, stored: unknown): { readonly problem: string } {
  const why = isOfNewer(stored) ? 'was written by a newer Strata' : 'is damaged in the file'
  return { problem: `Run ${number} ${why}, and is left out.` }
}
