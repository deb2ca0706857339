/** What a file's model is for: the size of its images, its classes, and that its layers can be trained. */
import { quoted } from '../common/text'
import { countOutputs } from '../model/graph/output'
import { analyseStack, type DataShape } from '../model/graph/shapes'
import type { Stack } from '../model/graph/stack'
import { describeImages, sizeOf, type Shape } from '../model/layers/define'
import type { DrawnLayer } from '../model/layers/registry'
import { InteropError } from './interopError'
import type { Beside, Metadata } from './metadata'

/** The shape of the images: as the metadata say, else as the shapes of the layers suggest. */
export function findImageShape(
  input: Shape,
  layers: readonly DrawnLayer[],
  metadata: Metadata | undefined,
  notes: string[],
): Omit<DataShape, 'classes'> {
  const [first] = layers
  const target = first?.className === 'Reshape' ? first.args.targetShape : []
  const side = Math.sqrt(sizeOf(input))
  const candidates = [input, metadata?.inputShape ?? [], target, [side, side, 1]]
  const [height, width, channels] = candidates.find(
    (shape) =>
      shape.length === 3 &&
      shape.every((length) => Number.isInteger(length) && length > 0) &&
      sizeOf(shape) === sizeOf(input),
  ) ?? [1, sizeOf(input), 1]
  const image = { height: height ?? 1, width: width ?? 1, channels: channels ?? 1 }
  if (!metadata && input.length === 1) {
    notes.push(
      `The file does not say what images the model is for, so they are taken to be of ${describeImages(image)}.`,
    )
  }
  return image
}

export function findClasses(
  outputs: number,
  named: Pick<Beside, 'labels' | 'list'> | undefined,
  notes: string[],
): readonly string[] {
  const twice = named?.labels.find((label, at) => named.labels.indexOf(label) < at)
  if (named?.labels.length === outputs && twice === undefined) return named.labels
  notes.push(`${describeNames(outputs, named, twice)}, so they are numbered from 0.`)
  return Array.from({ length: outputs }, (_, index) => String(index))
}

function describeNames(
  outputs: number,
  named: Pick<Beside, 'labels' | 'list'> | undefined,
  twice: string | undefined,
): string {
  if (!named) return `The file does not name the model’s ${outputs} classes`
  const { labels, list } = named
  if (labels.length !== outputs) {
    const who = list === undefined ? 'its files name' : `${list} names`
    return `The model has ${outputs} classes, and ${who} ${labels.length}`
  }
  return `${list ?? 'The file'} gives several of the model’s classes the name ${quoted(twice ?? '')}`
}

/** The number of the model's outputs. Throws `InteropError` for a stack that Strata could not have trained. */
export function checkStack(stack: Stack, image: Omit<DataShape, 'classes'>, names: readonly string[]): number {
  // The shape says it, whichever layers it comes from; without one, the argument of the last layer does.
  const { output = [] } = analyseStack(stack, { ...image, classes: 2 })
  const outputs = output.length === 1 ? output[0]! : countOutputs(stack)
  const analysis = analyseStack(stack, { ...image, classes: outputs })
  for (const [index, { problems }] of analysis.layers.entries()) {
    const problem = problems.find(({ severity }) => severity === 'error')
    if (problem) throw new InteropError(`The model’s layer “${names[index]}” can’t be used. ${problem.message}`)
  }
  const [problem] = analysis.problems
  if (problem) throw new InteropError(`The model can’t be used. ${problem.message}`)
  if (outputs < 2) throw new InteropError('The model has one output, and Strata needs at least two, one a class.')
  return outputs
}
