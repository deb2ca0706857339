/** What the probes of a device share. */
import { findRepeats, timeOf } from '../../../engine/trainers/webgpu/measureStep'
import type { StepClock } from '../../../engine/trainers/webgpu/stepClock'
import { mapSpread, spreadOf, type Spread } from '../../report/spread'

export interface Probe {
  readonly device: GPUDevice
  readonly clock: StepClock
  readonly rounds: number
  readonly signal: AbortSignal
}

export type Record = (pass: GPUComputePassEncoder) => void

/** Work that is so much longer than what the clock measures well, so that a device is at its full speed. */
const LONGER = 6

/** @param toRate from the milliseconds of one run. @throws the signal's reason. */
export async function measureRate(
  { clock, rounds, signal }: Probe,
  record: Record,
  toRate: (milliseconds: number) => number,
): Promise<Spread> {
  const { repeats } = await findRepeats((count) => timeOf(clock, { record }, count), LONGER * clock.least)
  const times: number[] = []
  for (let round = 0; round < rounds; round++) {
    signal.throwIfAborted()
    times.push(await timeOf(clock, { record }, repeats))
  }
  return mapSpread(spreadOf(times), toRate)
}

export function makeStorage(device: GPUDevice, bytes: number): GPUBuffer {
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST
  return device.createBuffer({ label: 'probe', size: bytes, usage })
}

/** Records one dispatch of the code's `main` on the buffers, in the order of their bindings. @throws Error when it doesn't compile. */
export async function makePipeline(
  device: GPUDevice,
  label: string,
  code: string,
  buffers: readonly GPUBuffer[],
  workgroups: readonly [number, number],
): Promise<Record> {
  const module = device.createShaderModule({ label, code })
  const pipeline = await device.createComputePipelineAsync({ label, layout: 'auto', compute: { module } })
  const group =
    buffers.length > 0
      ? device.createBindGroup({
          layout: pipeline.getBindGroupLayout(0),
          entries: buffers.map((buffer, binding) => ({ binding, resource: { buffer } })),
        })
      : undefined
  return (pass) => {
    pass.setPipeline(pipeline)
    if (group) pass.setBindGroup(0, group)
    pass.dispatchWorkgroups(...workgroups)
  }
}

/** @param first of the values that are read. */
export async function readFloats(
  device: GPUDevice,
  buffer: GPUBuffer,
  first: number,
  count: number,
): Promise<Float32Array> {
  const staging = device.createBuffer({ size: 4 * count, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST })
  const encoder = device.createCommandEncoder()
  encoder.copyBufferToBuffer(buffer, 4 * first, staging, 0, 4 * count)
  device.queue.submit([encoder.finish()])
  await staging.mapAsync(GPUMapMode.READ)
  const values = new Float32Array(staging.getMappedRange().slice(0))
  staging.destroy()
  return values
}
