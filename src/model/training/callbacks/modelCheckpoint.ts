/**
 * ModelCheckpoint with `save_best_only`, as Keras 3 does it: the best epoch's weights are kept beside the run, which goes on as it would
 * without. Where Keras writes them to a file, here they are the model that the run leaves, however it ended.
 */
import { checkMonitor, defineCallback, isImprovement, MODE_FIELD, MONITOR_FIELD, type Monitored } from './callback'

export interface ModelCheckpoint extends Monitored {
  readonly on: boolean
}

type Memory = {
  /** `null` before the first look. */
  readonly best: number | null
}

export const MODEL_CHECKPOINT = defineCallback<'modelCheckpoint', ModelCheckpoint, Memory>({
  name: 'modelCheckpoint',
  label: 'Keep the best model',
  defaults: { on: false, monitor: 'val_loss', mode: 'auto' },
  fields: [
    {
      kind: 'boolean',
      name: 'on',
      label: 'Keep the best model',
      help: 'The model is that of the best epoch, even when the run is stopped by hand or fails (ModelCheckpoint with save_best_only).',
    },
    MONITOR_FIELD,
    MODE_FIELD,
  ],
  isUsed: ({ on }) => on,
  check: (settings, plan) => checkMonitor(settings, 'Keep the best model', plan),
  begin: () => ({ best: null }),
  endEpoch(settings, memory, logs) {
    const value = logs[settings.monitor]
    if (value === undefined || !isImprovement(value, memory.best, 0, settings)) return { memory }
    return { memory: { best: value }, keepsWeights: true }
  },
})
