/**
 * The learning rates of an epoch's steps on the device. A step reads its rate from the state. Where the steps of a portion have one rate, it is
 * written once. Where they differ, each step's is copied from a buffer of all of them, between the passes of one submit.
 */
import { stateOffset } from '../plan/state'
import { requireOneEach } from '../stepRates'

export interface DeviceRates {
  readonly bytes: number
  /** Begins an epoch, or the rest of one, of so many steps with one rate. */
  begin(steps: number, learningRate: number): void
  /** Sets those of the steps that are left. @throws RangeError when there are more or fewer. */
  set(rates: Float32Array): void
  /** The state was written by others: what rate it holds is not known. */
  forget(): void
  /** @returns how many of the next steps have one rate, of so many at most. */
  alike(atMost: number): number
  /** The next steps have one rate, and are recorded by others. */
  pass(count: number): void
  /** Records the next steps with their rates. @param record one step. */
  record(encoder: GPUCommandEncoder, count: number, record: (pass: GPUComputePassEncoder) => void): void
  dispose(): void
}

const BYTES = 4

export function createDeviceRates(device: GPUDevice, state: GPUBuffer): DeviceRates {
  const { queue } = device
  const place = stateOffset('learningRate')
  let rates = new Float32Array()
  let at = 0
  /** What the state holds; `undefined` where that is not known. */
  let held: number | undefined
  /** All rates of the epoch; only there once steps of one epoch differ. */
  let buffer: GPUBuffer | undefined

  const upload = (): void => {
    if (rates.every((rate) => rate === rates[0])) return
    if (!buffer || buffer.size < rates.byteLength) {
      // What was submitted keeps the one before until it is done.
      buffer?.destroy()
      const usage = GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST
      buffer = device.createBuffer({ label: 'rates', size: rates.byteLength, usage })
    }
    queue.writeBuffer(buffer, 0, rates)
  }

  const alike = (atMost: number): number => {
    const other = rates.subarray(at, at + atMost).findIndex((rate) => rate !== rates[at])
    return other < 0 ? Math.min(atMost, rates.length - at) : other
  }

  const pass = (count: number): void => {
    const rate = rates[at]
    if (rate !== undefined && rate !== held) queue.writeBuffer(state, place, Float32Array.of(rate))
    held = rate
    at += count
  }

  return {
    get bytes() {
      return buffer?.size ?? 0
    },
    begin(steps, learningRate) {
      rates = new Float32Array(steps).fill(learningRate)
      at = 0
    },
    set(next) {
      requireOneEach(next, rates.length - at)
      rates.set(next, at)
      upload()
    },
    forget() {
      held = undefined
    },
    alike,
    pass,
    record(encoder, count, record) {
      const recordPass = (steps: number): void => {
        const pass = encoder.beginComputePass()
        for (let i = 0; i < steps; i++) record(pass)
        pass.end()
      }
      if (alike(count) === count) {
        pass(count)
        return recordPass(count)
      }
      for (let i = 0; i < count; i++) {
        encoder.copyBufferToBuffer(buffer!, BYTES * (at + i), state, place, BYTES)
        recordPass(1)
      }
      held = rates[at + count - 1]
      at += count
    },
    dispose() {
      buffer?.destroy()
    },
  }
}
