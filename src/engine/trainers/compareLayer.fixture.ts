/** For tests: a layer as an executor computes it beside what Keras computes of it. */
import { LayerConfigError } from '../../model/layers/kerasConfig'
import { definitionOf, findDefinition, type NewLayer } from '../../model/layers/registry'
import { readLayerVectors, VECTOR_BATCH, type LayerVector } from '../../model/kerasVectors.fixture'
import { createLayerFrom } from '../../model/graph/stack'
import type { Executor } from './executor.fixture'
import { errorOf } from './errorOf.fixture'
import { runLayer } from './runLayer.fixture'

/** How far the executor's values are from Keras's, as shares of the largest value expected. */
export interface Deviations {
  readonly output: number
  /** Of the inputs' and of the weights' gradients, whichever is larger. */
  readonly gradients: number
  /** Of the weights that training moves without a gradient. */
  readonly updated: number
}

/** The layer of a vector. Throws `LayerConfigError` when Strata doesn't have what its config asks for. */
function layerOf({ className, config, inputs }: LayerVector): NewLayer {
  const definition = findDefinition(className)
  if (!definition) throw new Error(`No layer type ${className}`)
  return createLayerFrom(definition.className, definition.fromConfig(config, inputs[0]!.length))
}

/** Whether Strata can use the layer on its inputs, as it is meant. `model/layers/asKeras.test.ts` lists what it can't. */
function isTaken(vector: LayerVector): boolean {
  try {
    const { className, args } = layerOf(vector)
    const [height = 1, width = 1, channels = 1] = vector.inputs[0]!
    const problems = definitionOf(className).problems(args, vector.inputs, { height, width, channels })
    return !problems.some(({ severity }) => severity === 'error')
  } catch (error) {
    if (error instanceof LayerConfigError) return false
    throw error
  }
}

/**
 * Runs it in training with the backward pass and, where that differs, outside of training.
 *
 * @param behind whether an activation is said to have made the inputs: its derivative belongs into their gradients.
 */
async function compareLayer(executor: Executor, vector: LayerVector, behind: boolean): Promise<Deviations> {
  const common = {
    layer: layerOf(vector),
    shapes: vector.inputs,
    count: VECTOR_BATCH,
    inputs: vector.x,
    weights: vector.weights.map(({ values }) => values),
  }
  const outside = async (): Promise<number> =>
    errorOf((await runLayer(executor, { ...common, training: false })).output, vector.inference)
  const { backward, training } = vector
  if (!backward) return { output: await outside(), gradients: 0, updated: 0 }

  const kept = behind ? vector.x.map((values) => values.map(Math.tanh)) : undefined
  const { cotangent } = backward
  const actual = await runLayer(executor, { ...common, training: true, cotangent, ...(kept && { kept }) })
  const inputGradients = kept
    ? backward.inputs.map((values, i) => values.map((value, at) => value * (1 - kept[i]![at]! ** 2)))
    : backward.inputs
  const isTrained = vector.weights.map(({ trainable }) => trainable)
  return {
    output: Math.max(errorOf(actual.output, training ?? vector.inference), training ? await outside() : 0),
    gradients: largest(
      [...actual.inputGradients, ...actual.weightGradients.filter((_, i) => isTrained[i])],
      [...inputGradients, ...backward.weights],
    ),
    updated: largest(
      actual.weights.filter((_, i) => !isTrained[i]),
      vector.updated ?? [],
    ),
  }
}

/** All cases of a layer type that Strata has, one after another. */
export async function compareLayerType(
  executor: Executor,
  className: string,
): Promise<readonly (Deviations & { readonly name: string })[]> {
  const own = readLayerVectors().filter((vector) => vector.className === className && isTaken(vector))
  const all: (Deviations & { readonly name: string })[] = []
  for (const [at, vector] of own.entries()) {
    all.push({ name: vector.name, ...(await compareLayer(executor, vector, at % 2 === 1)) })
  }
  return all
}

function largest(actual: readonly ArrayLike<number>[], expected: readonly ArrayLike<number>[]): number {
  return expected.reduce((most, values, i) => Math.max(most, errorOf(actual[i] ?? [], values)), 0)
}
