/** ReduceLROnPlateau, as Keras 3 does it: the learning rate falls when what it monitors has not become better for some epochs. */
import type { SettingProblem } from '../section'
import { checkMonitor, defineCallback, isImprovement, MODE_FIELD, MONITOR_FIELD, type Monitored } from './callback'

export interface ReduceLROnPlateau extends Monitored {
  readonly on: boolean
  readonly factor: number
  readonly patience: number
  readonly minDelta: number
  readonly cooldown: number
  readonly minLr: number
}

type Memory = {
  /** `null` before the first look. */
  readonly best: number | null
  /** Epochs since the last improvement. */
  readonly wait: number
  /** Epochs left in which nothing is counted. */
  readonly cooldown: number
}

export const REDUCE_LR_ON_PLATEAU = defineCallback<'reduceLROnPlateau', ReduceLROnPlateau, Memory>({
  name: 'reduceLROnPlateau',
  label: 'Reduce learning rate on plateau',
  // Those of the Keras project on handwritten digits; Keras's own patience of 10 is for longer runs.
  defaults: {
    on: false,
    monitor: 'val_loss',
    factor: 0.2,
    patience: 2,
    minLr: 0.0001,
    minDelta: 0.0001,
    mode: 'auto',
    cooldown: 0,
  },
  fields: [
    {
      kind: 'boolean',
      name: 'on',
      label: 'Reduce learning rate on plateau',
      help: 'Takes smaller steps when the run no longer becomes better, so that it can settle (ReduceLROnPlateau).',
    },
    MONITOR_FIELD,
    {
      kind: 'number',
      name: 'factor',
      label: 'Factor',
      help: 'What the learning rate is multiplied by: 0.2 leaves a fifth of it.',
      min: 0,
      max: 1,
      minExcluded: true,
      maxExcluded: true,
      step: 0.1,
    },
    {
      kind: 'integer',
      name: 'patience',
      label: 'Patience',
      help: 'After how many epochs without an improvement the learning rate falls. Choose less than for early stopping.',
      min: 0,
      max: 1000,
      step: 1,
    },
    {
      kind: 'number',
      name: 'minLr',
      label: 'Minimum learning rate',
      help: 'It never falls below this (min_lr).',
      min: 0,
      max: 10,
      step: 0.0001,
    },
    {
      kind: 'number',
      name: 'minDelta',
      label: 'Minimum change',
      help: 'A change must be larger than this to count as an improvement (min_delta).',
      advanced: true,
      min: 0,
      max: 1000,
      step: 0.0001,
    },
    MODE_FIELD,
    {
      kind: 'integer',
      name: 'cooldown',
      label: 'Cooldown',
      help: 'So many epochs after the learning rate fell are not counted.',
      advanced: true,
      min: 0,
      max: 1000,
      step: 1,
    },
  ],
  isUsed: ({ on }) => on,
  check(settings, plan) {
    const problems: SettingProblem<'monitor' | 'on' | 'minLr'>[] = [
      ...checkMonitor(settings, 'Reduce learning rate on plateau', plan),
    ]
    // Keras refuses to set the rate of an optimizer that has a schedule.
    if (plan.schedule !== 'constant') {
      const message =
        'A schedule and Reduce learning rate on plateau can’t both set the learning rate: turn one of them off.'
      problems.push({ setting: 'on', message, suggestion: false })
    }
    if (settings.minLr >= plan.learningRate) {
      const message = `The minimum learning rate of ${settings.minLr} leaves nothing to reduce from ${plan.learningRate}: choose a smaller one.`
      problems.push({ setting: 'minLr', message, suggestion: 0 })
    }
    return problems
  },
  begin: () => ({ best: null, wait: 0, cooldown: 0 }),
  endEpoch(settings, memory, logs, learningRate) {
    const value = logs[settings.monitor]
    if (value === undefined) return { memory }
    const isCooling = memory.cooldown > 0
    const cooldown = isCooling ? memory.cooldown - 1 : 0
    const before = isCooling ? 0 : memory.wait
    if (isImprovement(value, memory.best, settings.minDelta, settings))
      return { memory: { best: value, wait: 0, cooldown } }
    if (cooldown > 0) return { memory: { ...memory, wait: before, cooldown } }
    const wait = before + 1
    const held = Math.fround(learningRate)
    if (wait < settings.patience || held <= Math.fround(settings.minLr))
      return { memory: { ...memory, wait, cooldown } }
    const reduced = Math.fround(Math.max(held * settings.factor, settings.minLr))
    return { memory: { ...memory, wait: 0, cooldown: settings.cooldown }, learningRate: reduced }
  },
})
