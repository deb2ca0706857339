/** Whether the engine has a device, and whether that is free for something else. */
import { isTraining } from './runPart'
import type { SessionParts } from './session'

/** One sentence; undefined when the device is free. */
export function whyDeviceIsBusy({
  run,
  data,
  model,
}: Pick<SessionParts, 'run' | 'data' | 'model'>): string | undefined {
  if (isTraining(run.state)) return 'A run is using the device: wait until it has ended, or stop it.'
  if (data.importing) return 'The data are still being read: wait until they are ready.'
  if (model.testing || model.opening) return 'A model is being tested: wait until that is done.'
  return undefined
}

/** True when there is no device, and none is looked for before something is to be computed. */
export function isWithoutDevice({ device, run, model }: Pick<SessionParts, 'device' | 'run' | 'model'>): boolean {
  return device.lost && !isTraining(run.state) && !model.testing
}
