/** What starting a kernel costs, and what waiting for a result does. */
import { spreadOf, type Spread } from '../../report/spread'
import { makePipeline, makeStorage, type Probe, type Record } from './probe'

/** Each has to see what the one before wrote. */
const DEPENDENT = `
@group(0) @binding(0) var<storage, read_write> count: array<u32>;
@compute @workgroup_size(1) fn main() { count[0] += 1u; }`
const INDEPENDENT = '@compute @workgroup_size(1) fn main() {}'

export interface DispatchTimes {
  /** Microseconds of one. */
  readonly dependent: Spread
  readonly independent: Spread
}

/** @throws Error when the device left one out; the signal's reason. */
export async function measureDispatches(probe: Probe, dispatches: number): Promise<DispatchTimes> {
  const { device } = probe
  const count = makeStorage(device, 16)
  try {
    const counting = await makePipeline(device, 'dependent dispatches', DEPENDENT, [count], [1, 1])
    const empty = await makePipeline(device, 'independent dispatches', INDEPENDENT, [], [1, 1])
    const dependent = await microsecondsOf(probe, counting, dispatches)
    const independent = await microsecondsOf(probe, empty, dispatches)
    const counted = await readCount(device, count)
    if (counted !== dependent.recorded) {
      throw new Error(`The device made ${counted} of ${dependent.recorded} dispatches.`)
    }
    return { dependent: dependent.spread, independent: independent.spread }
  } finally {
    count.destroy()
  }
}

/** By many against one, so that what a submit and a pass cost counts for nothing. */
async function microsecondsOf(
  { clock, rounds, signal }: Probe,
  record: Record,
  dispatches: number,
): Promise<{ readonly spread: Spread; readonly recorded: number }> {
  let recorded = 0
  const time = (times: number): Promise<number> =>
    clock.time((pass) => {
      for (let i = 0; i < times; i++) record(pass)
      recorded += times
    })
  await time(dispatches)
  const values: number[] = []
  for (let round = 0; round < rounds; round++) {
    signal.throwIfAborted()
    const one = await time(1)
    const all = await time(dispatches)
    values.push(Math.max(0, (1000 * (all - one)) / (dispatches - 1)))
  }
  return { spread: spreadOf(values), recorded }
}

async function readCount(device: GPUDevice, count: GPUBuffer): Promise<number> {
  const staging = device.createBuffer({ size: 4, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST })
  await readBack(device, count, staging)
  const [value = 0] = new Uint32Array(staging.getMappedRange().slice(0))
  staging.destroy()
  return value
}

async function readBack(device: GPUDevice, from: GPUBuffer, staging: GPUBuffer): Promise<void> {
  const encoder = device.createCommandEncoder()
  encoder.copyBufferToBuffer(from, 0, staging, 0, 4)
  device.queue.submit([encoder.finish()])
  await staging.mapAsync(GPUMapMode.READ)
}

/** Where a browser looks seldom whether work is done, so many are enough. */
const LONGEST_MILLISECONDS = 3000

/** From a submit until its result is there. @returns milliseconds. @throws the signal's reason. */
export async function measureRoundTrips(device: GPUDevice, trips: number, signal: AbortSignal): Promise<Spread> {
  const from = makeStorage(device, 16)
  const staging = device.createBuffer({ size: 4, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST })
  try {
    const times: number[] = []
    const started = performance.now()
    while (times.length < trips && (times.length < 3 || performance.now() - started < LONGEST_MILLISECONDS)) {
      signal.throwIfAborted()
      const began = performance.now()
      await readBack(device, from, staging)
      times.push(performance.now() - began)
      staging.unmap()
    }
    return spreadOf(times)
  } finally {
    from.destroy()
    staging.destroy()
  }
}
