/**
 * The end of a classifier: a Dense layer with one unit a class, whose softmax gives each class's share. Without the softmax its outputs are
 * the logits, from which losses are computed.
 */
import type { LayerProblem } from '../layers/define'
import type { Layer } from '../layers/registry'
import { updateLayer, type Stack } from './stack'

function outputLayerOf({ layers }: Stack): Extract<Layer, { className: 'Dense' }> | undefined {
  const last = layers.at(-1)
  return last?.className === 'Dense' ? last : undefined
}

/** How many classes the stack tells apart; 0 where it doesn't end in an output layer. */
export function countOutputs(stack: Stack): number {
  return outputLayerOf(stack)?.args.units ?? 0
}

/** The stack for so many classes. One without an output layer stays as it is: `analyseStack` shows the problem. */
export function withClasses(stack: Stack, classes: number): Stack {
  const output = outputLayerOf(stack)
  return output ? updateLayer(stack, output.id, { units: classes }) : stack
}

/** The stack whose outputs are the logits: every loss takes the softmax in, because a clipped share has no gradient. */
export function withLogits(stack: Stack): Stack {
  const output = outputLayerOf(stack)
  return output ? updateLayer(stack, output.id, { activation: 'linear' }) : stack
}

/** What keeps the last layer from giving one share a class. */
export function findOutputProblem(last: Layer, classes: number): LayerProblem | undefined {
  if (last.className !== 'Dense') {
    return {
      severity: 'error',
      message: `The last layer must be Dense with ${classes} units, one a class: add it after ${last.className}.`,
      fix: {
        kind: 'insertAfter',
        className: 'Dense',
        args: { units: classes, activation: 'softmax' },
        label: `Add Dense with ${classes} units`,
      },
    }
  }
  const { units, activation } = last.args
  if (units !== classes) {
    return {
      severity: 'error',
      field: 'units',
      message: `The output layer has ${units.toLocaleString('en-US')} ${units === 1 ? 'unit' : 'units'}, but the data have ${classes} classes: set ${classes} units.`,
      fix: { kind: 'update', args: { units: classes }, label: `Set ${classes} units` },
    }
  }
  if (activation === 'softmax') return undefined
  const fix = { kind: 'update', args: { activation: 'softmax' }, label: 'Use softmax' } as const
  return activation === 'linear'
    ? {
        severity: 'hint',
        field: 'activation',
        message: 'With linear the outputs are scores: use softmax to get a share for each class.',
        fix,
      }
    : {
        severity: 'error',
        field: 'activation',
        message: `The output layer has ${activation}, which gives no shares of the classes: use softmax.`,
        fix,
      }
}
