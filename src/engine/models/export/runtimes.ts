/** The runtimes that exported files are run with: what their users run them with, as far as browsers have it. Each is loaded when it is asked for. */
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

export type OpenRuntime = (written: Pick<WrittenModel, 'files' | 'input'>) => Promise<Runtime>

/** By the id of the target. A target without a line has none that runs in a browser. */
export const RUNTIMES: ReadonlyMap<string, OpenRuntime> = new Map([])
