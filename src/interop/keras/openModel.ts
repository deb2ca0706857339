/** A model of Keras's with its weights as Strata has it, from whatever files its parts came in. */
import { createStack } from '../../model/graph/stack'
import type { DataShape } from '../../model/graph/shapes'
import { checkStack, findClasses, findImageShape } from '../fileFacts'
import type { Opened } from '../format'
import { readMetadata, readNormalisation } from '../metadata'
import { noteHardSigmoid } from './hardSigmoid'
import type { Hdf5Object } from './hdf5/readHdf5'
import { readKerasWeights } from './kerasWeights'
import { readTopology } from './readTopology'
import { readTraining } from './training/readTraining'

export interface ModelParts {
  /** Keras's config of the layers, as JSON. */
  readonly topology: unknown
  /** The HDF5 file of the weights. */
  readonly weights: Hdf5Object
  /** What the file says of training, as JSON. */
  readonly training: unknown
  /** What Strata writes into its own files, as JSON. */
  readonly own: unknown
}

/** @throws InteropError for parts that do not fit together, and for layers that Strata does not have. */
export function openModel({ topology, weights, training, own }: ModelParts): Opened {
  const notes: string[] = []
  const metadata = readMetadata(own, notes)
  const read = readTopology(topology, notes, metadata ? 'numbers' : 'bytes')
  if (!metadata) noteHardSigmoid(topology, read, notes)
  const { input, layers, names, pixels } = read
  const image = findImageShape(input, layers, metadata, notes)
  const stack = createStack(input.length === 1 ? 'flat' : 'image', layers)
  const data: DataShape = { ...image, classes: checkStack(stack, image, names) }
  const classes = findClasses(data.classes, metadata, notes)
  const normalisation = readNormalisation({ metadata, pixels }, data.channels, notes)
  const recipe = metadata ? metadata.recipe : readTraining(training, notes)
  if (hasOptimizer(weights)) {
    notes.push('The state of the optimizer in the file is left out: training begins with a fresh one.')
  }
  const values = readKerasWeights(weights, topology, stack, data, read)
  return {
    holds: 'model',
    model: { stack, data, classes, weights: values, normalisation, ...(recipe && { recipe }) },
    notes,
  }
}

/** Keras keeps the number of steps and the learning rate before the moments, with and without them. */
const WITHOUT_MOMENTS = 2

function hasOptimizer(weights: Hdf5Object): boolean {
  const [vars, old] = [weights.find('optimizer/vars'), weights.find('optimizer_weights')]
  return (vars?.names().length ?? 0) > WITHOUT_MOMENTS || (old?.names().length ?? 0) > 0
}
