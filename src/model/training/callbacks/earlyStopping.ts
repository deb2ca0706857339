/** EarlyStopping, as Keras 3 does it: the run ends when what it monitors has not become better for some epochs. */
import {
  checkMonitor,
  defineCallback,
  inEpochs,
  isImprovement,
  isLowerBetter,
  MODE_FIELD,
  MONITOR_FIELD,
  type Monitored,
} from './callback'

export interface EarlyStopping extends Monitored {
  readonly on: boolean
  readonly minDelta: number
  readonly patience: number
  /** `null` for none. */
  readonly baseline: number | null
  readonly restoreBestWeights: boolean
  /** Epochs at the beginning that are not looked at. */
  readonly startFromEpoch: number
}

type Memory = {
  /** `null` before the first look. */
  readonly best: number | null
  readonly bestEpoch: number
  /** Epochs since the last improvement. */
  readonly wait: number
}

export const EARLY_STOPPING = defineCallback<'earlyStopping', EarlyStopping, Memory>({
  name: 'earlyStopping',
  label: 'Early stopping',
  // Those of the Keras project on handwritten digits: Keras's own patience of 0 ends a run at the first stumble.
  defaults: {
    on: false,
    monitor: 'val_loss',
    patience: 3,
    minDelta: 0,
    restoreBestWeights: true,
    mode: 'auto',
    baseline: null,
    startFromEpoch: 0,
  },
  fields: [
    {
      kind: 'boolean',
      name: 'on',
      label: 'Early stopping',
      help: 'Ends the run by itself when it no longer becomes better, so that the model does not learn its train images by heart (EarlyStopping).',
    },
    MONITOR_FIELD,
    {
      kind: 'integer',
      name: 'patience',
      label: 'Patience',
      help: 'After how many epochs without an improvement the run ends.',
      min: 0,
      max: 1000,
      step: 1,
    },
    {
      kind: 'number',
      name: 'minDelta',
      label: 'Minimum change',
      help: 'A change must be larger than this to count as an improvement (min_delta).',
      min: 0,
      max: 1000,
      step: 0.001,
    },
    {
      kind: 'boolean',
      name: 'restoreBestWeights',
      label: 'Restore best weights',
      help: 'When the run has ended, the model gets the weights of its best epoch back, instead of those of the last one (restore_best_weights).',
    },
    MODE_FIELD,
    {
      kind: 'number',
      name: 'baseline',
      label: 'Baseline',
      help: 'A value that must be reached as well: until then, an improvement does not begin the patience anew.',
      advanced: true,
      min: -1000,
      max: 1000,
      step: 0.01,
      emptyMeans: 'none',
    },
    {
      kind: 'integer',
      name: 'startFromEpoch',
      label: 'Start from epoch',
      help: 'So many epochs at the beginning are not looked at (start_from_epoch).',
      advanced: true,
      min: 0,
      max: 1000,
      step: 1,
    },
  ],
  isUsed: ({ on }) => on,
  check: (settings, plan) => checkMonitor(settings, 'Early stopping', plan),
  begin: () => ({ best: null, bestEpoch: 0, wait: 0 }),
  endEpoch(settings, memory, logs) {
    const { minDelta, patience, baseline, restoreBestWeights, startFromEpoch } = settings
    const value = logs[settings.monitor]
    if (value === undefined || logs.epoch <= startFromEpoch) return { memory }
    const wait = memory.wait + 1
    if (isImprovement(value, memory.best, minDelta, settings)) {
      const isEnough = baseline === null || isImprovement(value, baseline, minDelta, settings)
      return {
        memory: { best: value, bestEpoch: logs.epoch, wait: isEnough ? 0 : wait },
        ...(restoreBestWeights && { keepsWeights: true }),
      }
    }
    const next = { ...memory, wait }
    // The first epoch of a run never ends it.
    if (wait < patience || logs.epoch === 1) return { memory: next }
    return { memory: next, stops: describe(settings, next) }
  },
})

function describe(settings: EarlyStopping, { best, wait }: Memory): string {
  const { monitor, baseline, minDelta } = settings
  const isLower = isLowerBetter(settings)
  if (baseline !== null && !isImprovement(best ?? NaN, baseline, minDelta, settings))
    return `${monitor} did not get ${isLower ? 'below' : 'above'} ${baseline} in ${inEpochs(wait)}`
  return `${monitor} did not ${isLower ? 'fall' : 'rise'} for ${inEpochs(wait)}`
}
