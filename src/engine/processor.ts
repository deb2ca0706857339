/** The processor as a device: workers that compute side by side. What they are asked is between them and their trainer. */

/** What a worker looks like from outside: the browser's, or one of Node's. */
export interface WorkerPort {
  postMessage(message: unknown, transfer: Transferable[]): void
  /** Called with each answer. */
  onMessage(listener: (message: unknown) => void): void
  /** Called when the worker can't go on, with the reason, as far as it is known. */
  onFailure(listener: (reason: string) => void): void
  terminate(): void
}

/** Why a worker can't go on from which a message came that the engine can't read. */
export const UNREADABLE = 'a message from it could not be read'

export interface Processor {
  /** Workers that compute at a time. */
  readonly threads: number
  /** Whether a product and a sum may be rounded once: the engine knows relaxed SIMD. */
  readonly relaxed: boolean
  spawn(): WorkerPort
  /** Tells everyone who watches the backend that a worker is lost. */
  report(message: string): void
}
