/** What a Keras file says of its training, as a recipe: `compile_config` of Keras 3, `training_config` of Keras 2's form. */
import * as v from 'valibot'
import { quoted } from '../../../common/text'
import { ProjectError, readRecipe } from '../../../model/project'
import { optimizerOf } from '../../../model/training/optimizers/optimizers'
import type { Recipe } from '../../../model/training/recipe'
import { findOptimizer, kerasArgument } from './kerasOptimizers'

const objectSchema = v.object({ class_name: v.string(), config: v.record(v.string(), v.unknown()) })
const trainingSchema = v.object({
  optimizer: v.optional(v.unknown()),
  optimizer_config: v.optional(v.unknown()),
  loss: v.optional(v.unknown()),
})

const LOSSES: ReadonlySet<string> = new Set(['categoricalcrossentropy', 'sparsecategoricalcrossentropy'])

/** The recipe, with Strata's own settings where the file has none. Undefined where it names no optimizer that Strata has. */
export function readTraining(training: unknown, notes: string[]): Recipe | undefined {
  const compiled = v.safeParse(trainingSchema, training)
  if (!compiled.success) return undefined
  const { optimizer, optimizer_config: old, loss } = compiled.output
  const written = v.safeParse(objectSchema, optimizer ?? old)
  if (!written.success) return undefined
  const { class_name: className, config } = written.output
  const name = findOptimizer(className)
  if (name === undefined) {
    notes.push(
      `The model was trained with ${quoted(className)}, which Strata does not have: the recipe stays as it is.`,
    )
    return undefined
  }
  const { defaults, learningRate } = optimizerOf(name)
  const own = Object.keys(defaults).flatMap((key) => {
    const value = config[kerasArgument(key)]
    return value === null || value === undefined ? [] : [[key, asWritten(value)] as const]
  })
  const recipe = {
    optimizer: name,
    learningRate: readRate(config, notes) ?? learningRate,
    labelSmoothing: readLoss(loss, notes),
    [name]: Object.fromEntries(own),
    clipping: withoutNulls({
      clipnorm: config['clipnorm'],
      globalClipnorm: config['global_clipnorm'],
      clipvalue: config['clipvalue'],
    }),
    movingAverage: withoutNulls({
      on: config['use_ema'],
      emaMomentum: config['ema_momentum'],
      emaOverwriteFrequency: config['ema_overwrite_frequency'],
    }),
    accumulation: withoutNulls({ gradientAccumulationSteps: config['gradient_accumulation_steps'] }),
  }
  return check(recipe, notes)
}

function check(recipe: unknown, notes: string[]): Recipe | undefined {
  try {
    const read = readRecipe(recipe)
    notes.push(
      'The optimizer and the learning rate are the file’s, which says nothing of epochs, batches and the rest of the recipe.',
    )
    return read
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error
    notes.push('What the file says of its optimizer can’t be used here: the recipe stays as it is.')
    return undefined
  }
}

function withoutNulls(settings: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(settings).flatMap(([key, value]) =>
      value === null || value === undefined ? [] : [[key, asWritten(value)]],
    ),
  )
}

/** Keras keeps rates as float32, of which 0.002 becomes 0.0020000000949949026. */
function asWritten(value: unknown): unknown {
  if (typeof value !== 'number') return value
  const short = Number(value.toPrecision(7))
  return Math.fround(short) === value ? short : value
}

const scheduleSchema = v.object({
  class_name: v.string(),
  config: v.object({ initial_learning_rate: v.optional(v.number()) }),
})

function readRate(config: Readonly<Record<string, unknown>>, notes: string[]): unknown {
  const rate = config['learning_rate'] ?? config['lr']
  const schedule = v.safeParse(scheduleSchema, rate)
  if (schedule.success) {
    notes.push(
      `The schedule of the learning rate, ${quoted(schedule.output.class_name)}, is left out: choose one again.`,
    )
    return schedule.output.config.initial_learning_rate
  }
  if (typeof config['decay'] === 'number' && config['decay'] > 0) {
    notes.push('The decay of the learning rate is left out: choose a schedule instead.')
  }
  return typeof rate === 'number' ? asWritten(rate) : undefined
}

/** @returns the label smoothing. */
function readLoss(loss: unknown, notes: string[]): unknown {
  const only: unknown = Array.isArray(loss) && loss.length === 1 ? loss[0] : loss
  const object = v.safeParse(objectSchema, only)
  const name = object.success ? object.output.class_name : only
  if (typeof name !== 'string' || !LOSSES.has(name.replaceAll('_', '').toLowerCase())) {
    if (only !== null && only !== undefined) {
      const what = typeof name === 'string' ? `, ${quoted(name)},` : ''
      notes.push(`The loss in the file${what} is none that Strata has: it trains with categorical cross-entropy.`)
    }
    return 0
  }
  return (object.success ? object.output.config['label_smoothing'] : undefined) ?? 0
}
