/**
 * The observer on the processor: the kernels of its trainer, on the thread that asks. A look at some images is too short to be dealt out to
 * workers.
 */
import { sizeOf } from '../../../model/layers/define'
import type { Observed, ObservedSubject, Observer } from '../../observer'
import { requireObservable, seedsOf, sumOf } from '../observing'
import { COMMON } from '../plan/buffers'
import { lowerObserved } from '../plan/lowerObserved'
import { packWeights } from '../plan/packedWeights'
import { packState, stateOfLook } from '../plan/state'
import type { LabelledImages, Preparation } from '../trainerKind'
import { openWhole } from './wholeBatch'

export interface ProcessorObserverOptions extends ObservedSubject, Preparation {
  readonly relaxed: boolean
  readonly images: Pick<LabelledImages, 'pixels' | 'count'>
}

export interface ProcessorObserver extends Observer {
  /** Of its memory. */
  readonly bytes: number
}

/** @throws TooLarge; OutOfMemory; RangeError when a weight is missing; the signal's reason. */
export async function createProcessorObserver(options: ProcessorObserverOptions): Promise<ProcessorObserver> {
  const { images, data, weights, relaxed, signal } = options
  const { plan, observed, logits } = lowerObserved({
    ...options,
    chunks: [{ buffer: COMMON.pixels, firstRow: 0, rows: images.count }],
    parts: 1,
  })
  const imageBytes = data.height * data.width * data.channels
  const whole = await openWhole(plan, relaxed)
  signal?.throwIfAborted()
  const { run, bytesOf, floatsOf } = whole
  floatsOf(COMMON.weights, plan.weightValues).set(packWeights(plan, weights))

  const look = (rows: Uint32Array, classes: ArrayLike<number> | undefined): Observed => {
    requireObservable(options, rows, classes)
    const count = rows.length
    const pixels = bytesOf(COMMON.pixels, count * imageBytes)
    for (const [index, row] of rows.entries()) {
      pixels.set(images.pixels.subarray(row * imageBytes, (row + 1) * imageBytes), index * imageBytes)
    }
    const state = packState(stateOfLook(count))
    bytesOf(COMMON.state, state.byteLength).set(new Uint8Array(state))
    run('forward', count)
    const outputs = new Map(
      observed.map(({ layer, shape, output }) => [layer, floatsOf(output, count * sizeOf(shape)).slice()]),
    )
    const scores = floatsOf(logits.buffer, count * plan.classes).slice()
    if (!classes) return { logits: scores, outputs, gradients: new Map() }
    floatsOf(logits.gradient, count * plan.classes).set(seedsOf(classes, plan.classes))
    run('backward', count)
    const gradients = new Map(
      observed.map(({ layer, shape, gradients: parts }) => [
        layer,
        sumOf(parts.map((name) => floatsOf(name, count * sizeOf(shape)))),
      ]),
    )
    return { logits: scores, outputs, gradients }
  }

  return {
    bytes: whole.bytes,
    // What is thrown is heard where it is waited for, as of the other observers.
    observe: (rows, classes) => new Promise((resolve) => resolve(look(rows, classes))),
    dispose: () => undefined,
  }
}
