/**
 * The end of a classifier: one value a class, whose softmax gives each class's share. Without the softmax its outputs are the logits, from
 * which losses are computed. The last layer either has an activation, as Dense has, or is one, as Softmax is.
 */
import type { LayerFix, LayerProblem, Shape } from '../layers/define'
import { formatShape } from '../layers/define'
import { definitionOf, type Layer } from '../layers/registry'
import { inputIdsAt } from './inputs'
import { updateLayer, type Stack } from './stack'

/**
 * The layer that decides how many outputs the stack has, and by which argument. Layers behind it keep the last axis, as a softmax or a
 * global pooling does.
 */
function findClassLayer(stack: Stack): { readonly layer: Layer; readonly argument: string } | undefined {
  const layer = endOf(stack).at(-1)
  const { lastAxis } = layer ? definitionOf(layer.className) : {}
  return layer && lastAxis !== undefined && lastAxis !== 'kept' ? { layer, argument: lastAxis } : undefined
}

/** From the last layer back to the first that does not keep its last axis, or that reads several layers. */
function endOf({ layers }: Stack): readonly Layer[] {
  const end: Layer[] = []
  for (let at = layers.length - 1; at >= 0;) {
    const layer = layers[at]!
    end.push(layer)
    const [id, ...others] = inputIdsAt(layers, at)
    if (definitionOf(layer.className).lastAxis !== 'kept' || others.length > 0) break
    at = layers.slice(0, at).findIndex((one) => one.id === id)
  }
  return end
}

function hasSoftmaxBefore(stack: Stack): boolean {
  return endOf(stack)
    .slice(1)
    .some((layer) => lastActivation(layer) === 'softmax')
}

/** How many classes the stack tells apart; 0 where that is for no layer's argument to say. */
export function countOutputs(stack: Stack): number {
  const found = findClassLayer(stack)
  const value = found && valueOf(found.layer, found.argument)
  return typeof value === 'number' ? value : 0
}

function valueOf(layer: Layer, argument: string): unknown {
  const args: Readonly<Record<string, unknown>> = layer.args
  return args[argument]
}

/** The stack for so many classes. One whose classes no argument decides stays as it is: `analyseStack` shows the problem. */
export function withClasses(stack: Stack, classes: number): Stack {
  const found = findClassLayer(stack)
  return found ? updateLayer(stack, found.layer.id, { [found.argument]: classes }) : stack
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
  const decides = output.length === 1 ? findClassLayer(stack) : undefined
  if (decides) {
    const { layer, argument } = decides
    const which = layer.name ?? layer.className
    return {
      severity: 'error',
      message: `The model gives ${units.toLocaleString('en-US')} values, but the data have ${classes} classes: set ${classes} ${argument} at the last ${which}.`,
      fix: {
        kind: 'update',
        layer: layer.id,
        args: { [argument]: classes },
        label: `Set ${classes} ${argument}`,
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
