/** Numbers that are tried out in Learn. The layer keeps its own until it is given these. */
import { checkField } from '../../../model/fields'
import type {
  ArgumentValue,
  ImageShape,
  LayerArgs,
  LayerProblem,
  PairField,
  Shape,
  SlidingWindow,
} from '../../../model/layers/define'
import { definitionOf, type Layer } from '../../../model/layers/registry'
import { isSameValue } from '../../../model/sameValue'
import { windowFields } from './windowFields'

export interface Trial {
  /** The arguments that say how the window slides. */
  readonly args: LayerArgs
  /** Height and width, as far as they are numbers. */
  readonly input: readonly number[]
}

export const INPUT_FIELD: PairField = {
  kind: 'pair',
  name: 'inputSize',
  label: 'Input size',
  help: 'The height and width of the image that comes in. The layers before decide it: here it is only for looking.',
  min: 1,
  // A larger image takes too long to draw.
  max: 1024,
}

/** A layer's own numbers. Where its input is not known, that of the images at hand stands in. */
export function startTrial(layer: Layer, input: Shape | undefined, image: ImageShape): Trial {
  const size = input?.length === 3 ? input.slice(0, 2) : [image.height, image.width]
  return { args: ownArgs(layer), input: size.map((length) => Math.min(length, INPUT_FIELD.max)) }
}

function ownArgs({ className, args }: Layer): LayerArgs {
  const own: LayerArgs = args
  return Object.fromEntries(windowFields(className).map(({ name }) => [name, own[name] ?? null]))
}

export function changeTrial(trial: Trial, name: string, value: ArgumentValue): Trial {
  if (name !== INPUT_FIELD.name) return { ...trial, args: { ...trial.args, [name]: value } }
  return { ...trial, input: isLengths(value) ? value : [] }
}

/** Whether the layer's window slides by other numbers. */
export function differs({ args }: Trial, layer: Layer): boolean {
  return !isSameValue(args, ownArgs(layer))
}

/** What keeps the window from sliding: of each field, or of the numbers together. */
export function findTrialProblems(trial: Trial, { className }: Layer, image: ImageShape): readonly LayerProblem[] {
  const wrong = [INPUT_FIELD, ...windowFields(className)].flatMap((field): LayerProblem[] => {
    const message = checkField(field, field === INPUT_FIELD ? trial.input : trial.args[field.name])
    return message === undefined ? [] : [{ severity: 'error', field: field.name, message }]
  })
  if (wrong.length > 0) return wrong
  const problems = definitionOf(className).problems(allArgs(trial, className), shapesOf(trial, image), image)
  return problems.filter(({ severity }) => severity === 'error')
}

/** The window of a trial that has no problems. */
export function windowOf(trial: Trial, { className }: Layer, image: ImageShape): SlidingWindow | undefined {
  return definitionOf(className).window?.(allArgs(trial, className), shapesOf(trial, image))
}

/** Arguments that have no part in the sliding may be wrong in the layer itself, so they have their defaults. */
function allArgs({ args }: Trial, className: Layer['className']): LayerArgs {
  return { ...definitionOf(className).defaults, ...args }
}

function shapesOf({ input }: Trial, { channels }: ImageShape): readonly Shape[] {
  return [[...input, channels]]
}

// `Array.isArray` alone does not narrow a read-only array.
function isLengths(value: ArgumentValue): value is readonly number[] {
  return Array.isArray(value)
}
