/**
 * The saved document: the stack, with its layers' ids, and the recipe, as versioned JSON. A change of what is written is a new version,
 * and a migration in `migrations/` that opens what was saved before.
 */
import * as v from 'valibot'
import { readFieldValue } from './fields'
import { ABOVE, INPUT, type ArgumentValue, type Field } from './layers/define'
import { findDefinition } from './layers/registry'
import type { Layer, NewLayer } from './layers/registry'
import { DEFAULT_RECIPE, RECIPE_FIELDS, SECTIONS } from './training/recipe'
import type { Recipe } from './training/recipe'
import { createLayerFrom, restoreStack } from './graph/stack'
import type { Stack } from './graph/stack'
import { migrate, versionOf } from './migrations/migrate'

const VERSION = 6

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

const idSchema = v.pipe(v.string(), v.nonEmpty())

const projectSchema = v.object({
  version: v.literal(VERSION),
  stack: v.object({
    input: v.picklist(['flat', 'image']),
    layers: v.array(
      v.object({
        id: idSchema,
        className: v.string(),
        args: recordSchema,
        name: v.exactOptional(v.string()),
        from: v.exactOptional(v.pipe(v.array(idSchema), v.nonEmpty())),
        block: v.exactOptional(idSchema),
        frozen: v.exactOptional(v.literal(true)),
      }),
    ),
    lastId: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  }),
  recipe: recordSchema,
})

export function serialiseProject({ stack, recipe }: Project): string {
  const layers = stack.layers.map(({ id, className, args, name, from, block, frozen }) => ({
    id,
    className,
    args,
    ...(name !== undefined && { name }),
    ...(from && { from }),
    ...(block !== undefined && { block }),
    ...(frozen && { frozen }),
  }))
  return JSON.stringify(
    { version: VERSION, stack: { input: stack.input, layers, lastId: stack.lastId }, recipe },
    null,
    2,
  )
}

/** Reads the fields' values out of a record. An entry that is missing keeps its default; one of another kind is an error. */
function readFields(fields: readonly Field[], record: UnknownRecord, where: string): Record<string, ArgumentValue> {
  const values: Record<string, ArgumentValue> = {}
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

/** An id names one layer, so a stack with the same id twice is refused, and so is one that means something else in `from`. */
function checkIds(layers: readonly Layer[]): void {
  for (const [at, { id }] of layers.entries()) {
    if (id === ABOVE || id === INPUT) {
      throw new ProjectError(`Layer ${at + 1} of the project has the id “${id}”, which is no layer’s: change it.`)
    }
    const first = layers.findIndex((layer) => layer.id === id)
    if (first < at) {
      throw new ProjectError(
        `Layers ${first + 1} and ${at + 1} of the project have the same id, “${id}”: change one of them.`,
      )
    }
  }
}

/** Reads a recipe out of saved JSON. A missing entry has its default. Throws `ProjectError`. */
export function readRecipe(value: unknown): Recipe {
  const record = v.safeParse(recordSchema, value)
  if (!record.success) throw new ProjectError('The recipe is not one.')
  const sections = SECTIONS.map(({ name, label, fields, defaults }) => {
    const saved = v.safeParse(v.optional(recordSchema, {}), record.output[name])
    if (!saved.success) throw new ProjectError(`The recipe’s ${label} is not one.`)
    return [name, { ...defaults, ...readFields(fields, saved.output, `The recipe’s ${label}`) }] as const
  })
  return {
    ...DEFAULT_RECIPE,
    ...readFields(RECIPE_FIELDS, record.output, 'The recipe'),
    ...Object.fromEntries(sections),
  }
}

/** Brings the document to the newest version. Throws `ProjectError`. */
function readJson(json: unknown) {
  const version = versionOf(json)
  if (version !== undefined && version > VERSION) {
    throw new ProjectError(
      `The project is of version ${version}, and this Strata reads version ${VERSION}: open it in a newer one.`,
    )
  }
  try {
    return v.parse(projectSchema, migrate(json))
  } catch (error) {
    if (!v.isValiError<typeof projectSchema>(error)) throw error
    const path = v.getDotPath(error.issues[0])
    throw new ProjectError(`The project is not one that Strata wrote${path === null ? '' : `: look at “${path}”`}.`)
  }
}

/** Opens what `serialiseProject` of this or an earlier version wrote. Throws `ProjectError`. */
export function parseProject(text: string): Project {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new ProjectError('The project is not JSON, or it was cut off.')
  }
  const { stack, recipe } = readJson(json)
  const layers = stack.layers.map(({ className, args, ...placing }, index) => ({
    ...readLayer(className, args, index),
    ...placing,
  }))
  checkIds(layers)
  return { stack: restoreStack({ ...stack, layers }), recipe: readRecipe(recipe) }
}
