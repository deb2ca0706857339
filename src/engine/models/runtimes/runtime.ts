/** A program of others that runs exported files, as their users do. */
import type { WrittenModel } from '../../../interop/target'
import type { ImageShape } from '../../../model/layers/define'

export interface Runtime {
  /** With its version. */
  readonly name: string
  /**
   * @param images numbers as the files take them, `count` images of that shape one behind the other.
   * @returns probabilities, `count` x classes.
   */
  predict(images: Float32Array<ArrayBuffer>, count: number, shape: ImageShape): Promise<Float32Array>
  close(): void
}

/** Loads the runtime, and opens the files with it. It throws what the runtime says where it can't. */
export type OpenRuntime = (written: Pick<WrittenModel, 'files' | 'input'>) => Promise<Runtime>
