import { useEffect, useRef } from 'react'
import type { LayerFacts } from '../../../model/graph/shapes'
import type { Row } from './rows'

/** Says what has become wrong with what a layer reads where its card, which would say so, is folded away in a block. */
export function useHiddenProblems(
  facts: readonly LayerFacts[],
  rows: readonly Row[],
  say: (news: string) => void,
): void {
  const known = useRef<ReadonlySet<string>>(new Set())
  useEffect(() => {
    const hidden = new Set(rows.flatMap((row) => (row.kind === 'block' && row.isFolded ? row.ids : [])))
    const problems = facts.flatMap(({ id, name, problems: own }) =>
      hidden.has(id)
        ? own.filter(({ field }) => field === 'from').map(({ message }) => `${name} in a folded block: ${message}`)
        : [],
    )
    const fresh = problems.find((problem) => !known.current.has(problem))
    known.current = new Set(problems)
    if (fresh !== undefined) say(fresh)
  }, [facts, rows, say])
}
