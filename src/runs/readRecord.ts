/** Reads what is kept of runs. Whatever lies in the storage, a record comes out, or one sentence on why there is none. */
import * as v from 'valibot'
import { rankSlots } from '../model/metrics/hits'
import { SPLITS } from '../model/split'
import { isSound, type EpochMatrices } from './matrices'
import { anatomiesSchema } from './readAnatomies'
import { NO_MARKS, RECORD_VERSION, type ModelVersion, type RunDetails, type RunMarks, type RunSummary } from './record'

type UnknownRecord = Readonly<Record<string, unknown>>

/** What brings a record of version 1 to 2 is the first, and so on. */
type Migrations = readonly ((record: UnknownRecord) => UnknownRecord)[]

const MIGRATIONS: Migrations = [
  // What version 2 keeps beside is simply absent in version 1: ranks, images per second, ranges and matrices.
  (record) => ({ ...record, version: 2 }),
]

export type Read<Value> = { readonly value: Value } | { readonly problem: string }

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const numbers = v.array(v.number())
const perPoint = v.array(v.nullable(v.number()))
const figures = v.object({ loss: v.number(), accuracy: v.number() })

const evaluation = v.pipe(
  v.object({
    split: v.picklist(SPLITS),
    images: whole,
    classes: v.array(v.string()),
    confusion: v.array(whole),
    ranks: v.exactOptional(v.array(whole)),
    loss: v.number(),
    accuracy: v.number(),
  }),
  v.check(({ classes, confusion }) => confusion.length === classes.length ** 2),
  v.check(({ classes, ranks }) => !ranks || ranks.length === classes.length * rankSlots(classes.length)),
)

const range = v.object({ low: perPoint, high: perPoint })

const words = v.union([v.instance(Uint16Array), v.instance(Uint32Array)])

const matrices: v.GenericSchema<unknown, EpochMatrices> = v.pipe(
  v.object({
    classes: whole,
    stride: whole,
    epochs: v.pipe(v.array(whole), v.readonly()),
    starts: v.instance(Uint32Array),
    cells: words,
    counts: words,
  }),
  v.check((read) => isSound(read)),
)

const summarySchema = v.object({
  version: v.literal(RECORD_VERSION),
  number: whole,
  id: v.exactOptional(v.string()),
  origin: v.exactOptional(v.object({ file: v.string(), number: whole })),
  started: v.number(),
  written: v.number(),
  state: v.picklist(['running', 'finished', 'stopped', 'failed']),
  message: v.exactOptional(v.string()),
  stoppedEarly: v.exactOptional(v.string()),
  beganWith: v.exactOptional(v.string()),
  dataset: v.string(),
  layers: whole,
  parameters: whole,
  optimizer: v.string(),
  learningRate: v.number(),
  batchSize: v.number(),
  epochs: v.number(),
  epoch: whole,
  train: v.exactOptional(figures),
  validation: v.exactOptional(figures),
  test: v.exactOptional(figures),
  seconds: v.number(),
  device: v.exactOptional(
    v.object({
      backend: v.string(),
      trainer: v.exactOptional(v.string()),
      adapter: v.exactOptional(v.string()),
      threads: v.exactOptional(v.number()),
    }),
  ),
  weightBytes: v.exactOptional(whole),
  weightsOf: v.exactOptional(whole),
  averages: v.exactOptional(v.literal(true)),
  ofModel: v.exactOptional(v.object({ train: figures, validation: v.exactOptional(figures) })),
})

const detailsSchema = v.object({
  version: v.literal(RECORD_VERSION),
  number: whole,
  project: v.string(),
  dataset: v.object({
    name: v.string(),
    height: whole,
    width: whole,
    channels: whole,
    classes: v.array(v.string()),
    perClass: v.object({ train: numbers, validation: numbers, test: numbers }),
    digest: v.exactOptional(v.string()),
  }),
  beginning: v.exactOptional(
    v.object({
      name: v.string(),
      isFile: v.boolean(),
      weights: v.string(),
      run: v.exactOptional(whole),
      keepsNormalisation: v.boolean(),
      taken: v.array(v.string()),
      drawn: v.array(v.object({ layer: v.string(), why: v.picklist(['missing', 'shape', 'classes', 'order']) })),
      reordered: v.array(v.string()),
    }),
  ),
  images: v.exactOptional(v.object({ train: whole, validation: whole })),
  epochs: v.array(
    v.object({
      epoch: whole,
      seconds: v.number(),
      train: figures,
      learningRate: v.number(),
      validation: v.exactOptional(figures),
      imagesPerSecond: v.exactOptional(v.number()),
      ranks: v.exactOptional(v.array(whole)),
    }),
  ),
  curve: v.pipe(
    v.object({
      epoch: numbers,
      seconds: numbers,
      loss: perPoint,
      accuracy: perPoint,
      learningRate: perPoint,
      imagesPerSecond: v.exactOptional(perPoint),
      steps: numbers,
      lost: v.exactOptional(numbers),
      ranges: v.exactOptional(v.object({ loss: range, accuracy: range, learningRate: range, imagesPerSecond: range })),
    }),
    v.check(({ ranges, ...columns }) =>
      [...Object.values(columns), ...Object.values(ranges ?? {}).flatMap(({ low, high }) => [low, high])].every(
        ({ length }) => length === columns.epoch.length,
      ),
    ),
  ),
  matrices: v.exactOptional(matrices),
  anatomies: v.exactOptional(anatomiesSchema),
  log: v.array(
    v.object({
      epoch: v.number(),
      message: v.string(),
      did: v.exactOptional(v.picklist(['rate', 'stop', 'restore'])),
    }),
  ),
  validation: v.exactOptional(evaluation),
  test: v.exactOptional(evaluation),
  madeBy: v.object({ strata: v.string(), browser: v.string() }),
})

const marksSchema = v.object({
  name: v.string(),
  tags: v.array(v.string()),
  note: v.string(),
  deleted: v.exactOptional(v.number()),
})

const versionSchema = v.object({
  model: v.string(),
  version: whole,
  run: whole,
  note: v.string(),
  registered: v.number(),
})

export function readSummary(number: number, stored: unknown): Read<RunSummary> {
  return read(number, stored, (record) => v.safeParse(summarySchema, record))
}

export function readDetails(number: number, stored: unknown): Read<RunDetails> {
  return read(number, stored, (record) => v.safeParse(detailsSchema, record))
}

/** Marks that can't be read are as if there were none. */
export function readMarks(stored: unknown): RunMarks {
  const { success, output } = v.safeParse(marksSchema, stored)
  return success ? output : NO_MARKS
}

export function readVersion(stored: unknown): ModelVersion | undefined {
  const { success, output } = v.safeParse(versionSchema, stored)
  return success ? output : undefined
}

/** Whether a later Strata wrote it. */
export function isOfNewer(stored: unknown): boolean {
  if (typeof stored !== 'object' || stored === null || !('version' in stored)) return false
  return Number.isSafeInteger(stored.version) && Number(stored.version) > MIGRATIONS.length + 1
}

type Parse<Value> = (
  record: unknown,
) => { readonly success: true; readonly output: Value } | { readonly success: false; readonly output: unknown }

/**
 * @param parse checks a record of the newest version.
 * @param migrations a test may pass its own: the newest version is one more than there are.
 */
export function read<Value>(
  number: number,
  stored: unknown,
  parse: Parse<Value>,
  migrations: Migrations = MIGRATIONS,
): Read<Value> {
  const newest = migrations.length + 1
  const damaged = { problem: `Run ${number} is damaged in the browser’s storage and can’t be read: delete it.` }
  if (typeof stored !== 'object' || stored === null) return damaged
  const version: unknown = 'version' in stored ? stored.version : undefined
  if (!Number.isSafeInteger(version) || Number(version) < 1) return damaged
  if (Number(version) > newest) {
    return {
      problem: `Run ${number} was written by a newer Strata: reload the page to get it, or look at the run there.`,
    }
  }
  try {
    const record = migrations
      .slice(Number(version) - 1)
      .reduce<UnknownRecord>((older, migrate) => migrate(older), { ...stored })
    const { success, output } = parse(record)
    return success && isOf(output, number) ? { value: output } : damaged
  } catch {
    return damaged
  }
}

function isOf(output: unknown, number: number): boolean {
  return (output as { readonly number?: unknown }).number === number
}
