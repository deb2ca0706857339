/** The schedules of the learning rate, the choice among them, and the rates that the chosen one gives. */
import { defineSection } from '../section'
import { COSINE_DECAY } from './cosineDecay'
import { COSINE_DECAY_RESTARTS } from './cosineDecayRestarts'
import { EXPONENTIAL_DECAY } from './exponentialDecay'
import { ONE_CYCLE } from './oneCycle'
import type { PlannedSteps, Schedule } from './schedule'
import { STEP_DECAY } from './stepDecay'

/** A new schedule is one file and one line here. */
export const SCHEDULES = [STEP_DECAY, EXPONENTIAL_DECAY, COSINE_DECAY, COSINE_DECAY_RESTARTS, ONE_CYCLE] as const

type ScheduleName = (typeof SCHEDULES)[number]['name']

type ScheduleSettings = {
  readonly [Each in (typeof SCHEDULES)[number] as Each['name']]: Each['defaults']
}

export type ScheduleChoice = {
  /** `constant` for none. */
  readonly kind: 'constant' | ScheduleName
}

/** The recipe's section that says which schedule counts. */
export const SCHEDULE_CHOICE = defineSection<'schedule', ScheduleChoice>({
  name: 'schedule',
  label: 'schedule',
  defaults: { kind: 'constant' },
  fields: [
    {
      kind: 'choice',
      name: 'kind',
      label: 'Schedule',
      help: 'How the learning rate goes on while the run does: large steps at first and small ones at the end often learn best.',
      options: [
        { value: 'constant', label: 'Constant' },
        ...SCHEDULES.map(({ name, label }) => ({ value: name, label })),
      ],
    },
  ],
})

/** What the rates of a run follow from. A recipe is one. */
export type Scheduled = ScheduleSettings & { readonly schedule: ScheduleChoice; readonly learningRate: number }

/** The chosen schedule; undefined for the constant one. */
export function findSchedule({ schedule: { kind } }: Pick<Scheduled, 'schedule'>): Schedule | undefined {
  // Of this schedule, whatever its types: its own settings are all that it is ever given.
  return (SCHEDULES as readonly unknown[] as readonly Schedule[]).find(({ name }) => name === kind)
}

/** Whether the rates depend on how many epochs the run has. */
export function spansRun(recipe: Scheduled): boolean {
  const schedule = findSchedule(recipe)
  return schedule?.spansRun(recipe[schedule.name as ScheduleName]) ?? false
}

/**
 * The rates of neighbouring steps.
 * @param first of them, from 0, counted from the beginning of the run.
 */
export function ratesFrom(recipe: Scheduled, first: number, count: number, planned: PlannedSteps): Float32Array {
  const schedule = findSchedule(recipe)
  if (!schedule) return new Float32Array(count).fill(recipe.learningRate)
  const settings = recipe[schedule.name as ScheduleName]
  return Float32Array.from({ length: count }, (_, i) =>
    schedule.rateAt(first + i, settings, recipe.learningRate, planned),
  )
}
