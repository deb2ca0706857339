/**
 * The end of a classifier: one value a class, whose softmax gives each class's share. Without the softmax its outputs are the logits, from
 * which losses are computed. The last layer either has an activation, as Dense has, or is one, as Softmax is.
 */
import type { LayerFix, LayerProblem, Shape } from '../layers/define'
import { formatShape } from '../layers/define'
import { definitionOf, type Layer } from '../layers/registry'
import { inputIdsAt } from './inputs'
import { updateLayer, type Stack } from './stack'

interface ClassLayer {
  readonly layer: Layer
  readonly argument: string
}

/**
 * The layers that decide how many outputs the stack has, and by which argument: one, or those that a merge joins value by value. Layers
 * behind them keep the last axis, as a softmax or a global pooling does. Empty where something else decides it.
 */
function findClassLayers(stack: Stack): readonly ClassLayer[] {
  const { ends, isWhole } = endOf(stack)
  const found = ends.flatMap((layer): ClassLayer[] => {
    const { lastAxis } = definitionOf(layer.className)
    return lastAxis !== undefined && lastAxis !== 'kept' ? [{ layer, argument: lastAxis }] : []
  })
  const values = new Set(found.map(({ layer, argument }) => valueOf(layer, argument)))
  return isWhole && values.size === 1 ? found : []
}

/** From the last layer back to the first on each way that does not keep its last axis. */
function endOf({ layers }: Stack): {
  /** In the order in which they were met: the last layer first. */
  readonly ends: readonly Layer[]
  /** Every way ends in a layer that says by an argument how long its last axis is. */
  readonly isWhole: boolean
} {
  const ends = new Set<Layer>()
  let isWhole = layers.length > 0
  const open = [layers.length - 1]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const layer = layers[at]
    const lastAxis = layer && definitionOf(layer.className).lastAxis
    if (!layer || lastAxis === undefined) isWhole = false
    if (!layer || ends.has(layer)) continue
    ends.add(layer)
    if (lastAxis !== 'kept') continue
    const before = inputIdsAt(layers, at)
    open.push(...before.map((id) => layers.slice(0, at).findIndex((one) => one.id === id)))
  }
  return { ends: [...ends], isWhole }
}

function hasSoftmaxBefore(stack: Stack): boolean {
  return endOf(stack)
    .ends.slice(1)
    .some((layer) => lastActivation(layer) === 'softmax')
}

/** How many classes the stack tells apart; 0 where that is for no layer's argument to say. */
export function countOutputs(stack: Stack): number {
  const [found] = findClassLayers(stack)
  const value = found && valueOf(found.layer, found.argument)
  return typeof value === 'number' ? value : 0
}

function valueOf(layer: Layer, argument: string): unknown {
  const args: Readonly<Record<string, unknown>> = layer.args
  return args[argument]
}

/** The stack for so many classes. One whose classes no argument decides stays as it is: `analyseStack` shows the problem. */
export function withClasses(stack: Stack, classes: number): Stack {
  return findClassLayers(stack).reduce(
    (changed, { layer, argument }) => updateLayer(changed, layer.id, { [argument]: classes }),
    stack,
  )
}

/** Layer types that are an activation, and nothing else. */
const ACTIVATION_LAYERS: ReadonlySet<string> = new Set(['Activation', 'Softmax'])

/** What the last layer makes of the logits; undefined for one that has no activation and is none. */
function lastActivation(last: Layer): string | undefined {
  const activation = valueOf(last, 'activation')
  if (typeof activation === 'string') return activation
  return ACTIVATION_LAYERS.has(last.className) ? 'softmax' : undefined
}

/**
 * The stack whose outputs are the logits: every loss takes the softmax in, because a clipped share has no gradient. All layers of a trainable
 * stack lead to its last one, so without a last layer that is a softmax, the stack ends in what that layer read.
 */
export function withLogits(stack: Stack): Stack {
  const last = stack.layers.at(-1)
  if (!last || lastActivation(last) !== 'softmax') return stack
  return ACTIVATION_LAYERS.has(last.className)
    ? { ...stack, layers: stack.layers.slice(0, -1) }
    : updateLayer(stack, last.id, { activation: 'linear' })
}

/** Whether the stack ends in scores: their softmax, which it does not have, gives the share of each class. */
export function endsInScores({ layers }: Stack): boolean {
  const last = layers.at(-1)
  return last !== undefined && lastActivation(last) !== 'softmax'
}

/** What keeps the last layer, whose output has that shape, from giving one share a class. */
export function findOutputProblem(stack: Stack, output: Shape, classes: number): LayerProblem | undefined {
  const last = stack.layers.at(-1)!
  if (output.length !== 1 || output[0] !== classes) return findCountProblem(stack, last, output, classes)
  const activation = lastActivation(last)
  if (activation === 'softmax') return undefined
  if (activation === undefined && hasSoftmaxBefore(stack)) {
    const message = `Nothing may come after the softmax, which gives the shares of the classes: remove ${last.className}.`
    return { severity: 'error', message, fix: { kind: 'remove', label: `Remove ${last.className}` } }
  }
  const fix: LayerFix =
    activation === undefined
      ? { kind: 'insertAfter', className: 'Softmax', label: 'Add Softmax' }
      : { kind: 'update', args: { activation: 'softmax' }, label: 'Use softmax' }
  if (activation === undefined) {
    const message = 'The outputs are scores: add Softmax to get a share for each class.'
    return { severity: 'hint', message, fix }
  }
  const field = 'activation'
  return activation === 'linear'
    ? {
        severity: 'hint',
        field,
        message: 'With linear the outputs are scores: use softmax to get a share for each class.',
        fix,
      }
    : {
        severity: 'error',
        field,
        message: `The output layer has ${activation}, which gives no shares of the classes: use softmax.`,
        fix,
      }
}

function findCountProblem(stack: Stack, last: Layer, output: Shape, classes: number): LayerProblem {
  const units = output[0] ?? 0
  if (last.className === 'Dense') {
    return {
      severity: 'error',
      field: 'units',
      message: `The output layer has ${units.toLocaleString('en-US')} ${units === 1 ? 'unit' : 'units'}, but the data have ${classes} classes: set ${classes} units.`,
      fix: { kind: 'update', args: { units: classes }, label: `Set ${classes} units` },
    }
  }
  const deciding = output.length === 1 ? findClassLayers(stack) : []
  const [decides] = deciding
  if (decides) {
    const { layer, argument } = decides
    const which = layer.name ?? layer.className
    return {
      severity: 'error',
      message: `The model gives ${units.toLocaleString('en-US')} values, but the data have ${classes} classes: set ${classes} ${argument} at ${deciding.length === 1 ? `the last ${which}` : 'each layer that is joined at the end'}.`,
      // The values of several layers that are joined must change at once, which is not one press.
      ...(deciding.length === 1 && {
        fix: { kind: 'update', layer: layer.id, args: { [argument]: classes }, label: `Set ${classes} ${argument}` },
      }),
    }
  }
  if (output.length === 1 && ACTIVATION_LAYERS.has(last.className)) {
    return {
      severity: 'error',
      message: `The model gives ${units.toLocaleString('en-US')} values, but the data have ${classes} classes: put Dense with ${classes} units before ${last.className}.`,
      fix: {
        kind: 'insertBefore',
        className: 'Dense',
        args: { units: classes, activation: 'linear' },
        label: `Insert Dense with ${classes} units`,
      },
    }
  }
  const given = output.length === 1 ? '' : ` It gives ${formatShape(output)}.`
  return {
    severity: 'error',
    message: `The last layer must be Dense with ${classes} units, one a class: add it after ${last.className}.${given}`,
    fix: {
      kind: 'insertAfter',
      className: 'Dense',
      args: { units: classes, activation: 'softmax' },
      label: `Add Dense with ${classes} units`,
    },
  }
}
