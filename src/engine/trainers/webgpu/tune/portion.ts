/** A portion of training, in which something is tried on the way. */

export interface PortionTask<Result> {
  /** Records so many steps, all of them on full batches, and what is tried. */
  record(encoder: GPUCommandEncoder, steps: number): void
  /** Called once it is submitted. */
  read(): Promise<Result>
}

/** Lets the next portion that is trained do the task. */
export type TrainPortion = <Result>(task: PortionTask<Result>) => Promise<Result>
