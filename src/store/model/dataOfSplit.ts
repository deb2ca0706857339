import type { DataChoices } from '../../model/dataChoices'
import type { Split } from '../../model/split'
import type { Session } from '../session/session'

/** The data as the split on show was counted: a run's validation images are those that it began with. */
export function dataOfSplit({ run, model, data }: Pick<Session, 'run' | 'model' | 'data'>, split: Split): DataChoices {
  return split !== 'test' && run.model !== undefined && run.model.id === model.current?.id ? run.data : data.choices
}
