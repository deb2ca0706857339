/** The head of a kept dataset, as versioned JSON. It has everything except the long columns. */
import * as v from 'valibot'

/** A head of another version is not read. A change in the meaning of a kept dataset's files makes a new version. */
const VERSION = 1

const whole = v.pipe(v.number(), v.integer(), v.minValue(0))
const side = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(4096))
const size = v.object({ width: side, height: side })
const where = { file: v.exactOptional(v.string()), row: v.exactOptional(whole) }

/** What was decided about a dataset. */
export const choicesSchema = v.object({
  splitting: v.variant('kind', [
    v.object({ kind: v.literal('asRead') }),
    v.object({
      kind: v.literal('random'),
      train: v.number(),
      validation: v.number(),
      test: v.number(),
      seed: v.number(),
    }),
  ]),
  excluded: v.array(whole),
  relabelled: v.array(v.object({ image: whole, label: v.string() })),
  /** Heads of before classes could be merged have none. */
  merged: v.optional(v.array(v.object({ from: v.string(), to: v.string() })), []),
})

const schema = v.object({
  version: v.literal(VERSION),
  /** Milliseconds since 1970. */
  savedAt: v.number(),
  /** Bytes of the other files, together. */
  bytes: whole,
  /** Of the images as they were read (`digestOf`). Heads of before there were checkpoints have none. */
  digest: v.exactOptional(v.string()),
  name: v.string(),
  width: side,
  height: side,
  channels: v.picklist([1, 3]),
  count: v.pipe(whole, v.minValue(1)),
  classes: v.pipe(v.array(v.string()), v.minLength(2), v.maxLength(256)),
  choices: choicesSchema,
  report: v.object({
    splitsGiven: v.boolean(),
    sizes: v.exactOptional(v.object({ smallest: size, largest: size, fitted: whole })),
    files: v.array(
      v.object({ path: v.string(), bytes: whole, kind: v.string(), outcome: v.string(), used: v.boolean() }),
    ),
    problems: v.array(
      v.object({ kind: v.string(), count: whole, listed: v.array(v.object({ message: v.string(), ...where })) }),
    ),
    problemCount: whole,
    notes: v.array(v.string()),
  }),
})

export type StoredHead = Omit<v.InferOutput<typeof schema>, 'version'>

export function writeHead(head: StoredHead): string {
  return JSON.stringify({ version: VERSION, ...head })
}

/** Nothing when it is damaged, or of another version. */
export function readHead(json: string): StoredHead | undefined {
  try {
    const { success, output } = v.safeParse(schema, JSON.parse(json))
    return success ? output : undefined
  } catch {
    return undefined
  }
}
