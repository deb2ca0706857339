/** The saved document: the stack and the recipe as versioned JSON. Ids are not saved; layers get new ones when it is opened. */
import * as v from 'valibot'
import { AUGMENTATION_FIELDS, NO_AUGMENTATION } from './training/augmentation'
import { readFieldValue } from './fields'
import type { ArgumentValue, BooleanField, Field } from './layers/define'
import { findDefinition } from './layers/registry'
import type { NewLayer } from './layers/registry'
import { DEFAULT_RECIPE, RECIPE_FIELDS } from './training/recipe'
import type { Recipe } from './training/recipe'
import { createLayerFrom, createStack } from './graph/stack'
import type { Stack } from './graph/stack'

const VERSION = 1

export interface Project {
  readonly stack: Stack
  readonly recipe: Recipe
}

/** The text is no project that can be opened. The message is one plain sentence. */
export class ProjectError extends Error {
  override readonly name = 'ProjectError'
}

type UnknownRecord = Readonly<Record<string, unknown>>

const recordSchema = v.record(v.string(), v.unknown())

const projectSchema = v.object({
  version: v.literal(VERSION),
  stack: v.object({
    input: v.picklist(['flat', 'image']),
    layers: v.array(v.object({ className: v.string(), args: recordSchema })),
  }),
  recipe: recordSchema,
})

export function serialiseProject({ stack, recipe }: Project): string {
  const layers = stack.layers.map(({ className, args }) => ({ className, args }))
  return JSON.stringify({ version: VERSION, stack: { input: stack.input, layers }, recipe }, null, 2)
}

/** What the fields find in a record. An entry that is missing keeps its default; one of another kind is an error. */
function readFields(fields: readonly Field[], record: UnknownRecord, where: string): Record<string, ArgumentValue>
function readFields(
  fields: readonly (Field | BooleanField)[],
  record: UnknownRecord,
  where: string,
): Record<string, ArgumentValue | boolean>
function readFields(
  fields: readonly (Field | BooleanField)[],
  record: UnknownRecord,
  where: string,
): Record<string, ArgumentValue | boolean> {
  const values: Record<string, ArgumentValue | boolean> = {}
  for (const field of fields) {
    if (!Object.hasOwn(record, field.name)) continue
    const value = readFieldValue(field, record[field.name])
    if (value === undefined) throw new ProjectError(`${where} has a value for “${field.label}” that can’t be used.`)
    values[field.name] = value
  }
  return values
}

function readLayer(className: string, args: UnknownRecord, index: number): NewLayer {
  const definition = findDefinition(className)
  const where = `Layer ${index + 1} of the project`
  if (!definition) throw new ProjectError(`${where} is of the type “${className}”, which Strata does not have.`)
  return createLayerFrom(definition.className, readFields(definition.fields, args, where))
}

/** A recipe out of saved JSON; what is missing has its default. Throws `ProjectError`. */
export function readRecipe(value: unknown): Recipe {
  const record = v.safeParse(recordSchema, value)
  if (!record.success) throw new ProjectError('The recipe is not one.')
  const augmentation = v.safeParse(v.optional(recordSchema, {}), record.output['augmentation'])
  if (!augmentation.success) throw new ProjectError('The recipe’s augmentation is not one.')
  return {
    ...DEFAULT_RECIPE,
    ...readFields(RECIPE_FIELDS, record.output, 'The recipe'),
    augmentation: {
      ...NO_AUGMENTATION,
      ...readFields(AUGMENTATION_FIELDS, augmentation.output, 'The recipe’s augmentation'),
    },
  }
}

/** Opens what `serialiseProject` wrote. Throws `ProjectError`. */
export function parseProject(text: string): Project {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new ProjectError('The project is not JSON, or it was cut off.')
  }
  const version = v.safeParse(v.object({ version: v.number() }), json)
  if (version.success && version.output.version > VERSION) {
    throw new ProjectError(
      `The project is of version ${version.output.version}, and this Strata reads version ${VERSION}: open it in a newer one.`,
    )
  }
  const project = v.safeParse(projectSchema, json)
  if (!project.success) {
    const path = v.getDotPath(project.issues[0])
    throw new ProjectError(`The project is not one that Strata wrote${path === null ? '' : `: look at “${path}”`}.`)
  }
  const { stack, recipe } = project.output
  const layers = stack.layers.map(({ className, args }, index) => readLayer(className, args, index))
  return { stack: createStack(stack.input, layers), recipe: readRecipe(recipe) }
}
