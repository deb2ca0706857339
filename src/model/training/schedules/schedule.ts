/**
 * What a schedule is: the learning rate of each step, as a pure function of the step. Each is a section of the recipe with the settings that
 * it has in Keras; the recipe's learning rate is what it starts from, or rises to.
 *
 * Keras computes in float32, one operation after another. Here it is computed in float64 and rounded once, so that it is nearer to the formula
 * than Keras is, and a few units of the last place from it.
 */
import type { Plan, RecipeSection, SectionValues, SettingProblem } from '../section'

/** What is planned: the steps of an epoch, and of the run. */
export interface PlannedSteps {
  readonly ofEpoch: number
  readonly ofRun: number
}

export interface Schedule<
  Name extends string = string,
  Values extends SectionValues = SectionValues,
  Setting extends string = string,
> extends RecipeSection<Name, Values, Setting> {
  /** A sentence or two, in plain words, with Keras's name. */
  readonly about: string
  /** Whether the rates depend on how many steps the whole run has. */
  spansRun(values: Values): boolean
  /** @param step from 0, counted from the beginning of the run. */
  rateAt(step: number, values: Values, learningRate: number, planned: PlannedSteps): number
}

/** Infers a schedule's settings. It counts where the recipe names it. */
export function defineSchedule<const Name extends string, Values extends SectionValues>(
  schedule: Omit<Schedule<Name, Values, keyof Values & string>, 'isUsed'>,
): Schedule<Name, Values, keyof Values & string> {
  return { ...schedule, isUsed: (_values, plan) => plan.schedule === schedule.name }
}

/** What is wrong with a setting that takes more steps than the run has. */
export function checkSteps<Setting extends string>(
  setting: Setting,
  label: string,
  steps: number | null,
  plan: Plan,
): readonly SettingProblem<Setting>[] {
  if (steps === null || plan.steps === undefined || steps < plan.steps) return []
  const run = plan.steps.toLocaleString('en-US')
  const message = `${label} is ${steps.toLocaleString('en-US')}, but the whole run has ${run} steps: choose fewer.`
  return [{ setting, message, suggestion: Math.floor(plan.steps / 10) }]
}
