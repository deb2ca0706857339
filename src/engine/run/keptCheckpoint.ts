/**
 * A run that can go on, as bytes and back. In front is one JSON text: all that is small, and where the arrays lie. Behind it are the arrays,
 * four bytes a number, little-endian. Maps of weights that are the same are written once.
 */
import * as v from 'valibot'
import type { Weights } from '../../model/graph/weights'
import { parseProject, serialiseProject } from '../../model/project'
import { fromPlainJson, toPlainJson } from '../../project/plainJson'
import { readDetails, readSummary } from '../../runs/readRecord'
import { choicesSchema } from '../../storage/datasets/storedHead'
import type { RunPlace } from '../protocol/run'
import type { EndedRun } from './endedRun'
import type { Care } from './loop/care'
import type { RecordSnapshot } from './recordRun'

/** What is listed of a checkpoint. */
export interface CheckpointBrief {
  readonly run: number
  /** When the run was started, in milliseconds since 1970: numbers are given anew where the database was emptied. */
  readonly started: number
  readonly savedAt: number
  readonly place: RunPlace
  readonly dataset: {
    readonly name: string
    readonly images: number
    readonly height: number
    readonly width: number
    readonly classes: number
    /** Of the images as they were read. */
    readonly digest: string
  }
}

export interface KeptCheckpoint {
  readonly ended: EndedRun
  readonly record: RecordSnapshot
}

type Bytes = Uint8Array<ArrayBuffer>

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0))

const placeSchema = v.object({ epoch: whole, step: whole, steps: whole })

const briefSchema = v.object({
  run: whole,
  started: v.number(),
  savedAt: v.number(),
  place: placeSchema,
  dataset: v.object({
    name: v.string(),
    images: whole,
    height: whole,
    width: whole,
    classes: whole,
    digest: v.string(),
  }),
})

/** Nothing when it is none. */
export function readBrief(brief: unknown): CheckpointBrief | undefined {
  const { success, output } = v.safeParse(briefSchema, brief)
  return success ? output : undefined
}

/** Where an array lies behind the JSON, in numbers. */
const arraySchema = v.object({ at: whole, length: whole })

const keptSchema = v.object({ epoch: whole, weights: whole })

const bodySchema = v.object({
  project: v.string(),
  choices: choicesSchema,
  normalisation: v.object({ mean: v.array(v.number()), deviation: v.array(v.number()) }),
  data: v.object({ digest: v.string(), classes: v.array(v.string()) }),
  device: v.string(),
  seconds: v.number(),
  epoch: whole,
  soFar: v.object({ steps: whole, images: whole, lossSum: v.number(), correct: whole }),
  state: v.object({
    kind: v.picklist(['compiled', 'processor', 'tfjs']),
    weights: whole,
    moments: v.array(whole),
    counters: v.record(v.string(), v.number()),
    order: arraySchema,
  }),
  care: v.object({
    memories: v.record(v.string(), v.unknown()),
    kept: v.object({ earlyStopping: v.exactOptional(keptSchema), modelCheckpoint: v.exactOptional(keptSchema) }),
    learningRate: v.exactOptional(v.number()),
    stopped: v.exactOptional(v.string()),
    restored: v.exactOptional(whole),
    finalized: v.exactOptional(v.literal(true)),
  }),
  /** Maps of weights: of each its arrays. */
  maps: v.array(v.array(v.tuple([v.string(), arraySchema]))),
  summary: v.unknown(),
  details: v.unknown(),
})

type Body = v.InferOutput<typeof bodySchema>

/** @returns the parts of a file, one after another. The arrays are not copied. */
export function writeCheckpoint({ ended, record }: KeptCheckpoint): readonly Bytes[] {
  const { stack, recipe, choices, normalisation, data, device, seconds, checkpoint } = ended
  const { epoch, soFar, state, care } = checkpoint
  const arrays: Bytes[] = []
  let end = 0
  const place = (values: Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>): Body['state']['order'] => {
    arrays.push(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    const at = end
    end += values.length
    return { at, length: values.length }
  }
  const known: Weights[] = []
  const maps: Body['maps'] = []
  const placeMap = (weights: Weights): number => {
    const before = known.indexOf(weights)
    if (before >= 0) return before
    known.push(weights)
    maps.push(Array.from(weights, ([key, values]) => [key, place(values)]))
    return known.length - 1
  }
  const kept = Object.fromEntries(
    Object.entries(care.kept).map(([name, each]) => [name, { epoch: each.epoch, weights: placeMap(each.weights) }]),
  )
  const { dataset: _, ...choicesOfIt } = choices
  const body: Body = {
    project: serialiseProject({ stack, recipe }),
    choices: {
      splitting: choicesOfIt.splitting,
      excluded: [...choicesOfIt.excluded],
      relabelled: [...choicesOfIt.relabelled],
      merged: [...choicesOfIt.merged],
    },
    normalisation: { mean: [...normalisation.mean], deviation: [...normalisation.deviation] },
    data: { digest: data.digest, classes: [...data.classes] },
    device,
    seconds,
    epoch,
    soFar,
    state: {
      kind: state.kind,
      weights: placeMap(state.weights),
      moments: state.moments.map(placeMap),
      counters: { ...state.counters },
      order: place(state.order),
    },
    care: { ...care, memories: { ...care.memories }, kept },
    maps,
    ...record,
  }
  const json = new TextEncoder().encode(toPlainJson(body))
  // Arrays begin at a multiple of four bytes.
  const padded = new Uint8Array(Math.ceil(json.length / 4) * 4).fill(SPACE)
  padded.set(json)
  return [new Uint8Array(Uint32Array.of(padded.length).buffer), padded, ...arrays]
}

/**
 * @param run its number.
 * @returns nothing when the bytes are no such run.
 * @throws ProjectError when its layers or its recipe can't be read.
 */
export function readCheckpoint(bytes: Bytes, run: number): KeptCheckpoint | undefined {
  const body = readBody(bytes)
  if (!body) return undefined
  const first = 4 + body.jsonBytes
  const numbers = (bytes.length - first) / 4
  const bufferOf = ({ at, length }: Body['state']['order']): ArrayBuffer | undefined =>
    at + length <= numbers ? bytes.slice(first + 4 * at, first + 4 * (at + length)).buffer : undefined
  try {
    const maps = body.maps.map((entries): Weights => {
      return new Map(
        entries.map(([key, array]) => [key, new Float32Array<ArrayBuffer>(require(bufferOf(array)))] as const),
      )
    })
    const mapOf = (index: number): Weights => require(maps[index])
    const summary = readSummary(run, body.summary)
    const details = readDetails(run, body.details)
    if ('problem' in summary || 'problem' in details) return undefined
    const { project, choices, normalisation, data, device, seconds, epoch, soFar, state, care } = body
    const kept = Object.fromEntries(
      Object.entries(care.kept).map(([name, each]) => [name, { epoch: each.epoch, weights: mapOf(each.weights) }]),
    )
    return {
      ended: {
        ...parseProject(project),
        choices: { ...choices, dataset: NO_DATASET },
        normalisation,
        data,
        device,
        seconds,
        checkpoint: {
          epoch,
          soFar,
          state: {
            kind: state.kind,
            weights: mapOf(state.weights),
            moments: state.moments.map(mapOf),
            counters: state.counters,
            order: new Uint32Array(require(bufferOf(state.order))),
          },
          care: { ...(care as Omit<Care, 'kept'>), kept },
        },
      },
      record: { summary: summary.value, details: details.value },
    }
  } catch (error) {
    if (error instanceof Misfit) return undefined
    throw error
  }
}

/** Whoever reads a run says which dataset of the worker it is of. */
const NO_DATASET = 0

const SPACE = 0x20

class Misfit extends Error {}

function require<Value>(value: Value | undefined): Value {
  if (value === undefined) throw new Misfit()
  return value
}

function readBody(bytes: Bytes): (Body & { readonly jsonBytes: number }) | undefined {
  if (bytes.length < 4) return undefined
  const jsonBytes = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true)
  if (4 + jsonBytes > bytes.length) return undefined
  try {
    const json = fromPlainJson(new TextDecoder().decode(bytes.subarray(4, 4 + jsonBytes)))
    const { success, output } = v.safeParse(bodySchema, json)
    return success ? { ...output, jsonBytes } : undefined
  } catch {
    return undefined
  }
}
