import { useMemo } from 'react'
import { overviewOf } from '../../../figures/study/overview'
import { useHitsAt, useSession } from '../../../store/hooks'
import { evaluationOf } from '../../../store/model/evaluationOf'
import { Figures } from '../../../ui/Figures'
import { useFigureSource } from './figureSource'

/** The split in ten numbers. */
export function Overview() {
  const { study, split } = useFigureSource()
  const k = useHitsAt(study.classes.length)
  const run = useSession((session) => session.run)
  const model = useSession((session) => session.model)
  const ranks = useMemo(() => evaluationOf(split, study.confusion, { run, model })?.ranks, [split, study, run, model])
  const figures = overviewOf(study, k !== undefined && ranks ? { k, ranks } : undefined)
  return <Figures label={`Figures of the ${split} split`} figures={figures} />
}
