/**
 * What a callback is: it looks at the metrics of each epoch as Keras's callbacks do, and decides. It is pure: its memory and the metrics go
 * in, and its memory and the decision come out. Each is a section of the recipe, so that it is drawn, checked, saved and compared like one.
 *
 * Keras compares in float32, which is what its metrics are. So does this.
 */
import type { ChoiceField } from '../../layers/define'
import type { Plan, RecipeSection, SectionValues, SettingProblem } from '../section'

const MONITORS = ['loss', 'accuracy', 'val_loss', 'val_accuracy'] as const

/** Keras's names. */
export type Monitor = (typeof MONITORS)[number]

/** `auto` takes a loss for better when it is lower, and an accuracy when it is higher. */
export type Mode = 'auto' | 'min' | 'max'

/** The metrics of an epoch that has ended; those of the validation images where there are any. */
export type EpochLogs = { readonly [Name in Monitor]?: number } & {
  /** 1-based. */
  readonly epoch: number
}

export interface Decision<Memory> {
  readonly memory: Memory
  /** The weights as they are now are the best so far: they are to be kept. */
  readonly keepsWeights?: true
  /** The rate of all steps from now on. */
  readonly learningRate?: number
  /** Why the run is to end now, in words that follow `stopped early: `. */
  readonly stops?: string
}

export interface Callback<
  Name extends string = string,
  Values extends SectionValues = SectionValues,
  Memory = unknown,
  Setting extends string = string,
> extends RecipeSection<Name, Values, Setting> {
  /** What it remembers before the first epoch. */
  begin(): Memory
  /** @param learningRate of the epoch's last step. */
  endEpoch(values: Values, memory: Memory, logs: EpochLogs, learningRate: number): Decision<Memory>
}

/** Infers a callback's settings and memory. */
export function defineCallback<const Name extends string, Values extends SectionValues, Memory>(
  callback: Callback<Name, Values, Memory, keyof Values & string>,
): Callback<Name, Values, Memory, keyof Values & string> {
  return callback
}

export interface Monitored extends SectionValues {
  readonly monitor: Monitor
  readonly mode: Mode
}

export const MONITOR_FIELD = {
  kind: 'choice',
  name: 'monitor',
  label: 'Monitor',
  help: 'What is looked at after each epoch. Names that begin with val_ are of the validation images, which training never sees.',
  options: MONITORS.map((value) => ({ value, label: value })),
} as const satisfies ChoiceField<'monitor'>

export const MODE_FIELD = {
  kind: 'choice',
  name: 'mode',
  label: 'Mode',
  help: 'Which way is better: auto takes a lower loss and a higher accuracy.',
  advanced: true,
  options: [
    { value: 'auto', label: 'Auto' },
    { value: 'min', label: 'Lower is better (min)' },
    { value: 'max', label: 'Higher is better (max)' },
  ],
} as const satisfies ChoiceField<'mode'>

/** What is wrong with a monitor that the run won't have. */
export function checkMonitor({ monitor }: Monitored, label: string, plan: Plan): readonly SettingProblem<'monitor'>[] {
  if (plan.validates !== false || !monitor.startsWith('val_')) return []
  const own = monitor.slice('val_'.length)
  const message = `${label} monitors ${monitor}, but no images are there to validate: choose ${own}, or a validation split above 0.`
  return [{ setting: 'monitor', message, suggestion: own }]
}

export function isLowerBetter({ monitor, mode }: Monitored): boolean {
  return mode === 'auto' ? monitor.endsWith('loss') : mode === 'min'
}

/**
 * Whether a value is better than the best so far, by more than `minDelta`. Without a best so far, whatever comes is better, NaN too. NaN is
 * otherwise never better, and nothing is better than NaN.
 */
export function isImprovement(value: number, best: number | null, minDelta: number, settings: Monitored): boolean {
  if (best === null) return true
  const margin = Math.abs(minDelta)
  return isLowerBetter(settings)
    ? Math.fround(value + margin) < Math.fround(best)
    : Math.fround(value - margin) > Math.fround(best)
}

/** `3 epochs`. */
export function inEpochs(count: number): string {
  return count === 1 ? '1 epoch' : `${count} epochs`
}
