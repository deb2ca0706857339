/** Opens Keras's JSON of a model's layers without weights, as `model.to_json()` writes it. */
import { createStack, type Stack } from '../../model/graph/stack'
import { noteHardSigmoid } from './hardSigmoid'
import { readTopology } from './readTopology'

export interface Configuration {
  readonly stack: Stack
  readonly notes: readonly string[]
}

/** Opens layers that Strata could not train as they are, too: the editor says what is wrong. Throws `InteropError`. */
export function readConfiguration(topology: unknown): Configuration {
  const notes: string[] = []
  const read = readTopology(topology, notes, 'bytes')
  const { input, layers } = read
  noteHardSigmoid(topology, read, notes)
  notes.push('The file holds layers without weights: train them to get a model.')
  return { stack: createStack(input.length === 1 ? 'flat' : 'image', layers), notes }
}
