/**
 * What is in a project file, as its first entry says it. The file is a zip archive; docs/decisions/0035-a-project-file.md lists its entries.
 * A change of what is written is a new version, and a migration in `migrations/`.
 */
import * as v from 'valibot'
import type { ModelVersion } from '../runs/record'
import { MIGRATIONS, migrate, type Migrations } from './migrations/migrate'

const FORMAT = 'strata project'

/** Where things are in the archive. */
export const ENTRIES = {
  document: 'document.json',
  choices: 'choices.json',
  /** The folder of a dataset, with the files that the browser's storage has of one. */
  data: 'data/',
  model: { description: 'model/model.json', weightsIndex: 'model/weights.json', weights: 'model/weights.bin' },
  /** The files of a run, which has this number where it was trained. */
  run: (number: number) => ({
    summary: `runs/${number}/summary.json`,
    details: `runs/${number}/details.json`,
    weightsIndex: `runs/${number}/weights.json`,
    weights: `runs/${number}/weights.bin`,
  }),
} as const

export interface FiledRun {
  /** Of the run itself, in every browser. */
  readonly id: string
  /** That it had where it was saved. */
  readonly number: number
  readonly hasWeights: boolean
}

/** A version of a named model. It names its run by the run's id. */
export type FiledVersion = Omit<ModelVersion, 'run'> & { readonly run: string }

export interface Manifest {
  /** The version of Strata that wrote it. */
  readonly strata: string
  /** Milliseconds since 1970. */
  readonly savedAt: number
  /** Whether the decisions about images lie by themselves: they are with the images where these are in the file. */
  readonly hasChoices: boolean
  /** `digest` is of the images as they were read; files of before may lack it. */
  readonly data?: { readonly digest?: string }
  readonly hasModel: boolean
  readonly runs: readonly FiledRun[]
  readonly versions: readonly FiledVersion[]
}

/** The manifest is none that can be read. The message goes on from the file's name: `is …`. */
export class ManifestError extends Error {
  override readonly name = 'ManifestError'
}

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const id = v.pipe(v.string(), v.nonEmpty(), v.maxLength(100))
/** More than a browser keeps in a lifetime. */
const MOST_RUNS = 100_000

const schema = v.object({
  strata: v.string(),
  savedAt: v.number(),
  hasChoices: v.boolean(),
  data: v.exactOptional(v.object({ digest: v.exactOptional(v.string()) })),
  hasModel: v.boolean(),
  runs: v.pipe(
    v.array(v.object({ id, number: whole, hasWeights: v.boolean() })),
    v.maxLength(MOST_RUNS),
    v.check((runs) => new Set(runs.map((run) => run.id)).size === runs.length),
    v.check((runs) => new Set(runs.map((run) => run.number)).size === runs.length),
  ),
  versions: v.pipe(
    v.array(
      v.object({
        model: v.pipe(v.string(), v.nonEmpty()),
        version: whole,
        run: id,
        note: v.string(),
        registered: v.number(),
      }),
    ),
    v.maxLength(MOST_RUNS),
  ),
})

export function writeManifest(manifest: Manifest): string {
  return JSON.stringify({ format: FORMAT, formatVersion: MIGRATIONS.length + 1, ...manifest }, null, 2)
}

/**
 * @param migrations a test may pass its own: the newest version is one more than there are.
 * @throws ManifestError
 */
export function readManifest(text: string, migrations: Migrations = MIGRATIONS): Manifest {
  const newest = migrations.length + 1
  const json = parse(text)
  const { formatVersion: version } = json
  if (json['format'] !== FORMAT || typeof version !== 'number' || !Number.isSafeInteger(version) || version < 1) {
    throw new ManifestError('is no Strata project: its first entry is not one that Strata wrote.')
  }
  if (version > newest) {
    throw new ManifestError(
      `is a project file of version ${version}, and this Strata reads version ${newest}: open it in a newer one.`,
    )
  }
  const read = v.safeParse(schema, migrated(json, version, migrations))
  if (!read.success) throw damaged()
  return read.output
}

type UnknownRecord = Readonly<Record<string, unknown>>

function parse(text: string): UnknownRecord {
  try {
    const json: unknown = JSON.parse(text)
    if (typeof json === 'object' && json !== null) return json as UnknownRecord
  } catch {
    // It is said below.
  }
  throw damaged()
}

function migrated(json: UnknownRecord, version: number, migrations: Migrations): unknown {
  try {
    return migrate(json, version, migrations)
  } catch {
    throw damaged()
  }
}

function damaged(): ManifestError {
  return new ManifestError('is damaged: its list of what is in it can’t be read. Copy it anew from where it was saved.')
}
