/** Runs kernels by themselves, for tests: their outputs are poisoned first, and any error of the device is thrown. */
import { POISON, type Contents, type Executor } from '../executor.fixture'
import { moduleOf, type Kernel } from './kernel'
import { translate } from './translate'
import { tuningOf, type Tuning } from './tuning'

/** By their text: on the software adapter nearly all time goes into compiling, and most steps of a test compile what the first one did. */
const pipelines = new WeakMap<GPUDevice, Map<string, GPUComputePipeline>>()

/** @throws Error that names the line and shows the text, which the device can't compile. */
async function compile(device: GPUDevice, code: string): Promise<GPUComputePipeline> {
  const known = pipelines.get(device) ?? new Map<string, GPUComputePipeline>()
  pipelines.set(device, known)
  const kept = known.get(code)
  if (kept) return kept
  const module = device.createShaderModule({ code })
  const { messages } = await module.getCompilationInfo()
  const [message] = messages.filter(({ type }) => type === 'error')
  if (message) throw new Error(`Line ${message.lineNum}: ${message.message}\n${code}`)
  const pipeline = device.createComputePipeline({ layout: 'auto', compute: { module } })
  known.set(code, pipeline)
  return pipeline
}

/**
 * @param inputs the contents of buffers by name. A state of one full batch is there if none is given.
 * @param outputs the lengths of the buffers to read back, in values.
 */
export async function runKernels(
  device: GPUDevice,
  kernels: readonly Kernel[],
  inputs: Contents,
  outputs: Readonly<Record<string, number>>,
): Promise<Readonly<Record<string, ArrayBuffer>>> {
  const buffers = new Map<string, GPUBuffer>()
  const make = (name: string, contents: ArrayBufferView<ArrayBuffer>): void => {
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC
    const buffer = device.createBuffer({ size: Math.max(16, contents.byteLength), usage })
    device.queue.writeBuffer(buffer, 0, contents)
    buffers.set(name, buffer)
  }
  for (const [name, length] of Object.entries(outputs)) make(name, new Uint32Array(length).fill(POISON))
  for (const [name, contents] of Object.entries(inputs)) make(name, contents)

  const bytes = new Map([
    ...Object.entries(outputs).map(([name, length]) => [name, 4 * length] as const),
    ...Object.entries(inputs).map(([name, { byteLength }]) => [name, byteLength] as const),
  ])
  device.pushErrorScope('validation')
  device.pushErrorScope('internal')
  const encoder = device.createCommandEncoder()
  for (const kernel of kernels) {
    const pipeline = await compile(device, moduleOf(kernel, bytes))
    const pass = encoder.beginComputePass()
    pass.setPipeline(pipeline)
    pass.setBindGroup(
      0,
      device.createBindGroup({
        layout: pipeline.getBindGroupLayout(0),
        entries: kernel.bindings.map(({ buffer }, binding) => ({
          binding,
          resource: { buffer: buffers.get(buffer)! },
        })),
      }),
    )
    pass.dispatchWorkgroups(...kernel.workgroups)
    pass.end()
  }
  const staging = Object.entries(outputs).map(([name, length]) => {
    const buffer = device.createBuffer({ size: 4 * length, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST })
    encoder.copyBufferToBuffer(buffers.get(name)!, 0, buffer, 0, 4 * length)
    return [name, buffer] as const
  })
  device.queue.submit([encoder.finish()])
  for (const error of await Promise.all([device.popErrorScope(), device.popErrorScope()])) {
    if (error) throw new Error(error.message)
  }
  const results = await Promise.all(
    staging.map(async ([name, buffer]) => {
      await buffer.mapAsync(GPUMapMode.READ)
      const contents = buffer.getMappedRange().slice(0)
      buffer.destroy()
      return [name, contents] as const
    }),
  )
  for (const buffer of buffers.values()) buffer.destroy()
  return Object.fromEntries(results)
}

/** Carries out operations on a device. @param tuning to the device's own class where there is none. */
export function executorOn(device: GPUDevice, tuning: Tuning = tuningOf(device.adapterInfo)): Executor {
  return {
    spare: 0,
    packsCodes: tuning.byFours,
    run: (operations, inputs, outputs) =>
      runKernels(
        device,
        operations.flatMap((operation) => translate(operation, tuning)),
        inputs,
        outputs,
      ),
  }
}
