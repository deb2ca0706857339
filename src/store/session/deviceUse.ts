/** Whether the engine has a device, and whether that is free for something else. */
import { isTraining } from './runPart'
import type { SessionParts } from './session'
import { UNDER_WAY } from './underWay'

/** One sentence; undefined when the device is free. */
export function whyDeviceIsBusy({
  run,
  data,
  model,
}: Pick<SessionParts, 'run' | 'data' | 'model'>): string | undefined {
  if (isTraining(run.state)) return UNDER_WAY.training
  if (data.importing) return UNDER_WAY.reading
  if (model.testing || model.opening) return UNDER_WAY.testing
  return undefined
}

/** True when there is no device, and none is looked for before something is to be computed. */
export function isWithoutDevice({ device, run, model }: Pick<SessionParts, 'device' | 'run' | 'model'>): boolean {
  return device.lost && !isTraining(run.state) && !model.testing
}
