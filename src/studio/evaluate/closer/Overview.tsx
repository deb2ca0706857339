import { overviewOf } from '../../../figures/study/overview'
import { isSameValue } from '../../../model/sameValue'
import { useHitsAt, useSession } from '../../../store/hooks'
import { Figures } from '../../../ui/Figures'
import { useFigureSource } from './figureSource'

/** The split in ten numbers. */
export function Overview() {
  const { study, split } = useFigureSource()
  const k = useHitsAt(study.classes.length)
  const evaluation = useSession(({ model, run }) => (split === 'test' ? model.test : run.validation))
  // They are of the pass that counted this matrix.
  const ranks = evaluation && isSameValue(evaluation.confusion, study.confusion) ? evaluation.ranks : undefined
  const figures = overviewOf(study, k !== undefined && ranks ? { k, ranks } : undefined)
  return <Figures label={`Figures of the ${split} split`} figures={figures} />
}
