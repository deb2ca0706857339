/** Where the logits of a pass without training are, which stay until the next pass. */
import type { AnyOperation } from './operation'

/** @returns the name of their buffer: images x classes floats. */
export function logitsOf(operations: readonly AnyOperation[]): string {
  const loss = operations.at(-1)
  if (loss?.kind !== 'classificationLoss') throw new Error('The forward pass does not end with the loss')
  return loss.logits
}
