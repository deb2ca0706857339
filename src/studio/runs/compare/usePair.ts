/** Which two of the compared runs are laid side by side, class by class: the first and the last, until a person chooses others. */
import { useState } from 'react'
import type { Evaluation } from '../../../model/metrics/evaluation'
import { changesByClass, type ClassChange } from '../../../runs/compare'
import type { DrawnRun } from './series'

/** A run with the images on which it is judged: those of the test, or of its last validation. */
export interface JudgedRun extends DrawnRun {
  readonly look: Evaluation
}

export interface Pair {
  readonly before: JudgedRun
  readonly after: JudgedRun
  readonly changes: readonly ClassChange[]
  /** All that can be chosen. */
  readonly judged: readonly JudgedRun[]
  /** By number; what is left out stays. */
  choose(chosen: { readonly before?: number; readonly after?: number }): void
}

/** Undefined where fewer than two were judged. */
export function usePair(runs: readonly DrawnRun[]): Pair | undefined {
  const [chosen, setChosen] = useState<{ readonly before?: number; readonly after?: number }>({})
  const judged = runs.flatMap((run) => {
    const look = run.details.test ?? run.details.validation
    return look ? [{ ...run, look }] : []
  })
  const find = (number: number | undefined): JudgedRun | undefined => judged.find(({ run }) => run.number === number)
  const before = find(chosen.before) ?? judged[0]
  const after = find(chosen.after) ?? judged.at(-1)
  if (!before || !after || judged.length < 2) return undefined
  return {
    before,
    after,
    changes: changesByClass(before.look, after.look),
    judged,
    choose: (change) => setChosen((known) => ({ ...known, ...change })),
  }
}
