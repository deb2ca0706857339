/** The end of a classifier: a Dense layer with one unit a class, whose softmax gives each class's share. */
import type { LayerProblem } from '../layers/define'
import type { Layer } from '../layers/registry'

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
      message: `The output layer has ${units.toLocaleString('en-US')} ${units === 1 ? 'unit' : 'units'}, but the data has ${classes} classes: set ${classes} units.`,
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
