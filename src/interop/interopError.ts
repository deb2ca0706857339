/** A model file can't be opened. The message is one plain sentence for the person. */
export class InteropError extends Error {
  override readonly name = 'InteropError'
}
