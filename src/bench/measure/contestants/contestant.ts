/** A contestant. All train the same model on the same data in the same browser. */
import type { DataShape } from '../../../model/graph/shapes'
import type { Stack } from '../../../model/graph/stack'

export interface Task {
  readonly stack: Stack
  readonly data: DataShape
  readonly batchSize: number
  /** `batchSize` x height x width x channels bytes: every step trains on them. */
  readonly pixels: Uint8Array<ArrayBuffer>
  readonly labels: Uint16Array<ArrayBuffer>
}

export interface Contestant {
  /** Trains so many steps with Adam. Resolves when the device has done them, with the last loss. */
  train(steps: number): Promise<number>
  /** Bytes held on the device, where the contestant can tell. */
  bytes?(): number
  close(): void
}
