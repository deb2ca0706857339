/** Which two of the compared runs are laid side by side, class by class: the first and the last, until a person chooses others. */
import { useState } from 'react'
import type { Evaluation } from '../../../model/metrics/evaluation'
import { changesByClass, type ClassChange } from '../../../runs/compare'
import { matrixOf } from '../../../runs/matrices'
import { figuresOfModel } from '../../../runs/modelFigures'
import { formatCount } from '../../../ui/format'
import { hasAverage, type DrawnRun } from './series'

/** A run with the images on which it is judged. */
export interface JudgedRun extends DrawnRun {
  readonly look: Evaluation
  /** Of which epoch that is, where it is not the last, or not the model’s: `after epoch 9, whose weights the model has`. */
  readonly moment?: string
}

export interface Pair {
  readonly before: JudgedRun
  readonly after: JudgedRun
  readonly changes: readonly ClassChange[]
  /** All that can be chosen. */
  readonly judged: readonly DrawnRun[]
  /** By number; what is left out stays. */
  choose(chosen: { readonly before?: number; readonly after?: number }): void
}

/** Undefined where fewer than two were judged. */
export function usePair(runs: readonly DrawnRun[]): Pair | undefined {
  const [chosen, setChosen] = useState<{ readonly before?: number; readonly after?: number }>({})
  const judged = runs.filter(({ details: { test, validation } }) => test ?? validation)
  const find = (number: number | undefined): DrawnRun | undefined => judged.find(({ run }) => run.number === number)
  const [first, last] = [find(chosen.before) ?? judged[0], find(chosen.after) ?? judged.at(-1)]
  if (!first || !last || judged.length < 2) return undefined
  const [before, after] = judgeAlike(first, last)
  return {
    before,
    after,
    changes: changesByClass(before.look, after.look),
    judged,
    choose: (change) => setChosen((known) => ({ ...known, ...change })),
  }
}

/** By the test images of both, or the validation images of both where one was not tested; each by what it has where they have none in common. */
export function judgeAlike(one: DrawnRun, other: DrawnRun): readonly [JudgedRun, JudgedRun] {
  const split = (['test', 'validation'] as const).find((split) => one.details[split] && other.details[split])
  const judge = (run: DrawnRun): JudgedRun => {
    const { test, validation } = run.details
    const look = (split && run.details[split]) ?? (test ?? validation)!
    return { ...run, ...(look.split === 'validation' ? ofModel(run, look) : { look }) }
  }
  return [judge(one), judge(other)]
}

/** The look after the epoch whose weights the model has, where its matrix is kept. @param last after the last epoch. */
function ofModel(run: DrawnRun, last: Evaluation): Omit<JudgedRun, keyof DrawnRun> {
  const {
    run: { summary },
    details: { matrices },
  } = run
  const { weightsOf, epoch } = summary
  if (hasAverage(run)) return { look: last, moment: 'by its weights before they were averaged' }
  if (weightsOf === undefined) return { look: last }
  const confusion = matrices && matrixOf(matrices, weightsOf)
  const { validation } = figuresOfModel(summary)
  if (!confusion || !validation) {
    const moment = `after epoch ${formatCount(epoch)}: the matrix of epoch ${formatCount(weightsOf)}, whose weights the model has, was not kept`
    return { look: last, moment }
  }
  const { ranks: _, ...rest } = last
  return {
    look: { ...rest, ...validation, confusion },
    moment: `after epoch ${formatCount(weightsOf)}, whose weights the model has`,
  }
}
