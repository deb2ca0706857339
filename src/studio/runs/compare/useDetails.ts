/** The details of runs, read when they are wanted, and again when the run was written anew. */
import { useEffect, useState } from 'react'
import { withoutBidiControls } from '../../../common/text'
import { titlesOf, type ReadableRun } from '../../../runs/record'
import { useActions } from '../../../store/hooks'
import type { FoundDetails } from '../../../store/runs/runsActions'
import type { DrawnRun } from './series'

interface Known {
  readonly written: number
  readonly found: FoundDetails
}

export interface ReadDetails {
  readonly drawn: readonly DrawnRun[]
  /** One sentence for each run whose details can't be read. */
  readonly problems: readonly string[]
  readonly isReading: boolean
}

export function useDetails(runs: readonly ReadableRun[]): ReadDetails {
  const { runDetails } = useActions()
  const [known, setKnown] = useState<ReadonlyMap<number, Known>>(new Map())
  const stale = runs.filter(({ number, summary }) => known.get(number)?.written !== summary.written)
  const wanted = stale.map(({ number, summary }) => `${number} ${summary.written}`).join()

  useEffect(() => {
    if (wanted === '') return undefined
    let isOver = false
    const asked = wanted.split(',').map((each) => each.split(' ').map(Number) as [number, number])
    void runDetails(asked.map(([number]) => number)).then((found) => {
      if (isOver) return
      setKnown((before) => {
        const after = new Map(before)
        for (const [at, [number, written]] of asked.entries()) after.set(number, { written, found: found[at]! })
        return after
      })
    })
    return () => {
      isOver = true
    }
  }, [wanted, runDetails])

  const titles = titlesOf(runs).map(withoutBidiControls)
  return {
    drawn: runs.flatMap((run, at) => {
      const found = known.get(run.number)?.found
      return found && 'details' in found ? [{ title: titles[at]!, run, details: found.details }] : []
    }),
    problems: runs.flatMap(({ number }) => {
      const found = known.get(number)?.found
      return found && 'problem' in found ? [found.problem] : []
    }),
    isReading: runs.some(({ number }) => !known.has(number)),
  }
}
