/** A layer that the script puts before those of the stack. */
import type { PythonValue } from '../pythonValue'

export interface OwnLayer {
  readonly name: string
  /** Its class. */
  readonly call: string
  readonly args: Readonly<Record<string, PythonValue>>
}
