/** What differs between runs, and nothing else: data, layers, recipe and device, a row each. */
import { withoutBidiControls } from '../common/text'
import { describeArgument } from '../model/describeArgument'
import type { ArgumentValue, BooleanField, Field } from '../model/layers/define'
import { definitionOf, type Layer } from '../model/layers/registry'
import { layerNames } from '../model/graph/names'
import { parseProject, ProjectError, type Project } from '../model/project'
import { changedSettings } from '../model/training/changedSettings'
import { OPTIMIZERS } from '../model/training/optimizers/optimizers'
import { RECIPE_FIELDS, SECTIONS, type Recipe } from '../model/training/recipe'
import { SCHEDULE_CHOICE, SCHEDULES } from '../model/training/schedules/schedules'
import { isUsed } from '../model/training/usedSettings'
import { alignLayers } from './align'
import type { RunDetails, RunDevice } from './record'

/** A run as far as it is compared here. */
export interface ComparedRun {
  readonly details: RunDetails
  readonly device: RunDevice | undefined
}

export interface Difference {
  /** Such as `Data`, `Recipe`, or a layer's type. */
  readonly group: string
  readonly setting: string
  /** A text for each run, in their order. */
  readonly values: readonly string[]
}

const NONE = '–'

/** @throws ProjectError when the layers or the recipe of one can't be read. */
export function findDifferences(runs: readonly ComparedRun[]): readonly Difference[] {
  const projects = runs.map(({ details }) => parseProject(details.project))
  return [...ofData(runs), ...ofLayers(projects), ofBeginning(runs), ...ofRecipe(projects), ...ofDevice(runs)].filter(
    ({ values }) => values.some((value) => value !== values[0]),
  )
}

/** As `findDifferences`, or a sentence on why they can't be told. */
export function tryDifferences(runs: readonly ComparedRun[]): readonly Difference[] | string {
  try {
    return findDifferences(runs)
  } catch (error) {
    if (!(error instanceof ProjectError)) throw error
    return `The layers of these runs can’t be compared. ${error.message}`
  }
}

function ofData(runs: readonly ComparedRun[]): readonly Difference[] {
  const row = (setting: string, valueOf: (run: RunDetails) => string): Difference => ({
    group: 'Data',
    setting,
    values: runs.map(({ details }) => valueOf(details)),
  })
  const sum = (counts: readonly number[]): string =>
    counts.reduce((total, count) => total + count, 0).toLocaleString('en-US')
  return [
    row('Dataset', ({ dataset }) => dataset.name),
    row('Image', ({ dataset: { height, width, channels } }) => `${height} × ${width} × ${channels}`),
    row('Classes', ({ dataset }) => dataset.classes.join(', ')),
    row('Train images', ({ dataset }) => sum(dataset.perClass.train)),
    row('Validation images', ({ dataset }) => sum(dataset.perClass.validation)),
    row('Test images', ({ dataset }) => sum(dataset.perClass.test)),
    row('Contents', ({ dataset }) => dataset.digest?.slice(0, 8) ?? NONE),
  ]
}

/** `drawn anew`, `model.keras, weights 1a2b3c4d`. */
function ofBeginning(runs: readonly ComparedRun[]): Difference {
  const values = runs.map(({ details: { beginning } }) =>
    beginning ? `${withoutBidiControls(beginning.name)}, weights ${beginning.weights.slice(0, 8)}` : 'drawn anew',
  )
  return { group: 'Model', setting: 'First weights', values }
}

function ofLayers(projects: readonly Project[]): readonly Difference[] {
  const stacks = projects.map(({ stack }) => stack)
  const names = stacks.map((stack) => new Map(stack.layers.map((layer, at) => [layer, layerNames(stack)[at] ?? ''])))
  const nameOf = (layer: Layer): string =>
    names.map((known) => known.get(layer)).find((name) => name !== undefined) ?? ''
  const input = { group: 'Model', setting: 'Input', values: stacks.map((stack) => stack.input) }
  return [
    input,
    ...alignLayers(stacks.map(({ layers }) => layers)).flatMap((slot): readonly Difference[] => {
      const [first] = slot.filter((layer) => layer !== undefined)
      if (!first) return []
      const group = nameOf(first)
      if (slot.includes(undefined)) {
        return [{ group, setting: first.className, values: slot.map((layer) => (layer ? summarise(layer) : NONE)) }]
      }
      const fields: readonly Field[] = definitionOf(first.className).fields
      return fields.map((field) => ({
        group,
        setting: field.label,
        values: slot.map((layer) => describeArgument(field, argumentOf(layer!, field))),
      }))
    }),
  ]
}

function argumentOf({ args }: Layer, { name }: Field): ArgumentValue | undefined {
  return (args as Readonly<Record<string, ArgumentValue>>)[name]
}

/** Its plain arguments in a line: `64, 3 × 3, same`. */
function summarise(layer: Layer): string {
  const fields: readonly Field[] = definitionOf(layer.className).fields
  const plain = fields.filter(({ advanced }) => !advanced)
  return plain.map((field) => describeArgument(field, argumentOf(layer, field))).join(', ') || 'there'
}

/** A section that a run makes no use of differs in nothing; one that some use and some do not is a row of the recipe. */
function ofRecipe(projects: readonly Project[]): readonly Difference[] {
  const rows = (
    group: string,
    fields: readonly (Field | BooleanField)[],
    valuesOf: (recipe: Project['recipe']) => unknown,
  ): readonly Difference[] =>
    fields.map((field) => ({
      group,
      setting: field.label,
      values: projects.map(({ recipe }) =>
        describeArgument(field, (valuesOf(recipe) as Readonly<Record<string, ArgumentValue>>)[field.name]),
      ),
    }))
  const isOneOptimizer = projects.every(({ recipe }) => recipe.optimizer === projects[0]?.recipe.optimizer)
  return [
    ...rows('Recipe', RECIPE_FIELDS, (recipe) => recipe).map((row) =>
      row.setting === 'Optimizer' && !isOneOptimizer
        ? { ...row, values: projects.map(({ recipe }) => describeOptimizer(recipe)) }
        : row,
    ),
    { group: 'Recipe', setting: 'Schedule', values: projects.map(({ recipe }) => describeSchedule(recipe)) },
    ...SECTIONS.filter((section) => !isOfSchedule(section) && (isOneOptimizer || !isOptimizer(section))).flatMap(
      (section): readonly Difference[] => {
        const { name, label, fields } = section
        const uses = projects.map(({ recipe }) => isUsed(section, recipe))
        if (!uses.includes(false))
          return rows(label.charAt(0).toUpperCase() + label.slice(1), fields, (recipe) => recipe[name])
        if (!uses.includes(true)) return []
        const values = projects.map(({ recipe }, at) =>
          uses[at] ? ['on', ...changed(section, recipe)].join(', ') : 'off',
        )
        return [{ group: 'Recipe', setting: label, values }]
      },
    ),
  ]
}

type Section = (typeof SECTIONS)[number]

/** The choice of a schedule and the settings of each are one row together. */
function isOfSchedule({ name }: Section): boolean {
  return [SCHEDULE_CHOICE, ...SCHEDULES].some((section) => section.name === name)
}

function isOptimizer({ name }: Section): boolean {
  return OPTIMIZERS.some((optimizer) => optimizer.name === name)
}

/** `Adam`, `SGD, momentum 0.9`. */
function describeOptimizer(recipe: Recipe): string {
  const optimizer = OPTIMIZERS.find(({ name }) => name === recipe.optimizer)!
  return [optimizer.label, ...changed(optimizer, recipe)].join(', ')
}

/** `Constant`, `One cycle, rising share 0.2`. */
function describeSchedule(recipe: Recipe): string {
  const schedule = SCHEDULES.find(({ name }) => name === recipe.schedule.kind)
  return schedule ? [schedule.label, ...changed(schedule, recipe)].join(', ') : 'Constant'
}

function changed({ name, fields, defaults }: Section, recipe: Recipe): readonly string[] {
  return changedSettings(fields, defaults, recipe[name])
}

function ofDevice(runs: readonly ComparedRun[]): readonly Difference[] {
  const row = (setting: string, valueOf: (run: ComparedRun) => string | undefined): Difference => ({
    group: 'Device',
    setting,
    values: runs.map((run) => valueOf(run) ?? NONE),
  })
  return [
    row('Backend', ({ device }) => device?.backend),
    row('Adapter', ({ device }) => device?.adapter),
    row('Trainer', ({ device }) => device?.trainer),
    row('Strata', ({ details }) => details.madeBy.strata),
    row('Browser', ({ details }) => details.madeBy.browser),
  ]
}
