/**
 * Version 4 had one momentum, which SGD alone read, clipped no gradients and smoothed no labels. Since version 5 each optimizer has all of its
 * arguments, in a section of its own.
 */
import * as v from 'valibot'

const schema = v.looseObject({ recipe: v.optional(v.looseObject({})) })

/** What version 4 took where a recipe left it out. */
const USUAL_MOMENTUM = 0.9

export function fromVersion4(json: unknown): unknown {
  const { recipe, ...rest } = v.parse(schema, json)
  return { ...rest, version: 5, ...(recipe && { recipe: recipeFromVersion4(recipe) }) }
}

export function recipeFromVersion4({ momentum = USUAL_MOMENTUM, ...recipe }: Readonly<Record<string, unknown>>) {
  return { ...recipe, sgd: { momentum } }
}
