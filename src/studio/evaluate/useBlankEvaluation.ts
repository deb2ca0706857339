import { useMemo } from 'react'
import { useDataShape, useSession } from '../../store/hooks'

/** An evaluation before the first: the classes as far as they are known, and no image. */
export function useBlankEvaluation(): { readonly classes: readonly string[]; readonly confusion: readonly number[] } {
  const { classes: count } = useDataShape()
  const known = useSession((session) => session.data.dataset?.classes ?? session.model.current?.classes)
  return useMemo(() => {
    const classes = known ?? Array.from({ length: count }, (_, index) => String(index))
    return { classes, confusion: classes.flatMap(() => classes.map(() => 0)) }
  }, [known, count])
}
