/** A plan on a device: its buffers allocated once, its pipelines compiled all at once, its bind groups made once. */
import type { DeviceImages } from './deviceImages'
import { moduleOf } from './kernel'
import { unlessAborted } from '../../../common/unlessAborted'
import { COMMON } from '../plan/buffers'
import type { Preparation } from '../trainerKind'
import { planMemory } from '../plan/memory'
import type { Operation } from '../plan/operation'
import type { Plan } from '../plan/plan'
import { STATE_BYTES } from '../plan/state'
import { translate, type NamedKernel } from './translate'
import { tuningOf, type Tuning } from './tuning'

/** An operation of the plan, ready to be recorded. */
export interface ReadyOperation {
  readonly operation: Operation
  readonly record: Recorder
}

/** An operation that was compiled by itself. */
export interface PreparedOperation {
  /** On the buffers of a step, or on those that stand in for some of them, by name. */
  on(replaced?: ReadonlyMap<string, GPUBuffer>): Recorder
}

/** Records dispatches. */
export type Recorder = (pass: GPUComputePassEncoder) => void

/** A list of operations ready to be recorded, in order. */
export interface Sequence {
  readonly operations: readonly ReadyOperation[]
  record(pass: GPUComputePassEncoder): void
}

export interface Program {
  /** One training step. */
  readonly step: Sequence
  /** The forward pass on a state and an order of its own, so that looking at other images leaves the epoch as it was. */
  readonly classification: Sequence
  /**
   * Compiles an operation of a step beside the one that there is.
   * @throws ProgramError when a kernel doesn't compile.
   */
  prepare(index: number, tuning: Tuning): Promise<PreparedOperation>
  /** An operation of a step as it was compiled at first. */
  prepared(index: number): PreparedOperation
  /** Carries an operation out so from now on, in steps and in classifying. */
  exchange(index: number, prepared: PreparedOperation): void
  /** Buffers by the names that the plan gives them. */
  buffer(name: string): GPUBuffer
  /** All zero at first: it does not train. */
  readonly classificationState: GPUBuffer
  readonly classificationOrder: GPUBuffer
  /** Bytes that all of it takes on the device. */
  readonly bytes: number
  dispose(): void
}

/** The device could not make what was asked of it. The message is one sentence for the person. */
export class ProgramError extends Error {
  override readonly name: string = 'ProgramError'
}

/** The device has no memory left for the plan. */
export class OutOfMemory extends ProgramError {
  override readonly name = 'OutOfMemory'
}

/**
 * @param images the dataset, whose buffers the plan uses.
 * @param rows how many rows an epoch may have.
 * @param options the tuning is that to the device's class where there is none.
 * @throws OutOfMemory; ProgramError when a kernel doesn't compile; the signal's reason, without waiting for what is being compiled, when it
 *   is aborted.
 */
export async function createProgram(
  device: GPUDevice,
  plan: Plan,
  images: Pick<DeviceImages, 'buffers' | 'windows'>,
  rows: number,
  { signal, onCompile, tuning = tuningOf(device.adapterInfo) }: Preparation & { readonly tuning?: Tuning } = {},
): Promise<Program> {
  const memory = planMemory(plan)
  const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST
  const owned: GPUBuffer[] = []
  const allocate = (label: string, bytes: number): GPUBuffer => {
    const buffer = device.createBuffer({ label, size: Math.max(16, Math.ceil(bytes / 4) * 4), usage })
    owned.push(buffer)
    return buffer
  }
  const dispose = (): void => {
    for (const buffer of owned) buffer.destroy()
  }

  device.pushErrorScope('out-of-memory')
  const slots = memory.slots.map((bytes, index) => allocate(`slot ${index}`, bytes))
  const order = allocate(COMMON.order, 4 * rows)
  const classificationState = allocate('classification state', STATE_BYTES)
  const classificationOrder = allocate('classification order', 4 * plan.batchSize)
  const outOfMemory = await device.popErrorScope()
  if (outOfMemory) {
    dispose()
    throw new OutOfMemory(
      'The graphics device has no memory left for this model: choose a smaller batch size, or fewer filters and units.',
    )
  }

  const buffer = (name: string): GPUBuffer => {
    const slot = memory.slotOf.get(name)
    const found = slot === undefined ? (name === COMMON.order ? order : images.buffers.get(name)) : slots[slot]
    if (!found) throw new Error(`The plan has no buffer ${name}`)
    return found
  }

  try {
    const operations = [...plan.forward, ...plan.backward]
    const kernels = operations.map((operation) => translate(operation, tuning))
    const bytesOf = new Map(plan.buffers.map(({ name, bytes }) => [name, bytes]))
    onCompile?.(kernels.flat().length)
    const pipelines = await unlessAborted(
      Promise.all(kernels.map((each) => Promise.all(each.map((kernel) => compile(device, kernel, bytesOf))))),
      signal,
    )
    const bind = (tuned: readonly NamedKernel[], compiled: readonly GPUComputePipeline[]): PreparedOperation => ({
      on: (replaced: ReadonlyMap<string, GPUBuffer> = new Map()): Recorder => {
        const dispatches = tuned.map(({ bindings, workgroups }, at) => {
          const pipeline = compiled[at]!
          const group = device.createBindGroup({
            layout: pipeline.getBindGroupLayout(0),
            entries: bindings.map(({ buffer: name }, binding) => ({
              binding,
              resource: { buffer: replaced.get(name) ?? buffer(name) },
            })),
          })
          return { pipeline, group, workgroups }
        })
        return (pass) => {
          for (const { pipeline, group, workgroups } of dispatches) {
            pass.setPipeline(pipeline)
            pass.setBindGroup(0, group)
            pass.dispatchWorkgroups(workgroups[0], workgroups[1])
          }
        }
      },
    })
    const sequence = (count: number, replaced: ReadonlyMap<string, GPUBuffer>) => {
      const ready = operations
        .slice(0, count)
        .map((operation, index) => ({ operation, record: bind(kernels[index]!, pipelines[index]!).on(replaced) }))
      return {
        operations: ready,
        record(pass: GPUComputePassEncoder) {
          for (const { record } of ready) record(pass)
        },
        exchange(index: number, { on }: PreparedOperation) {
          const { operation } = ready[index] ?? {}
          if (operation) ready[index] = { operation, record: on(replaced) }
        },
      }
    }
    const step = sequence(operations.length, new Map())
    const classification = sequence(
      plan.forward.length,
      new Map([
        [COMMON.state, classificationState],
        [COMMON.order, classificationOrder],
        ...(images.windows?.classification.buffers ?? []),
      ]),
    )
    return {
      step,
      classification,
      async prepare(index, tuned) {
        const translated = translate(operations[index]!, tuned)
        return bind(translated, await Promise.all(translated.map((kernel) => compile(device, kernel, bytesOf))))
      },
      prepared: (index) => bind(kernels[index]!, pipelines[index]!),
      exchange(index, prepared) {
        step.exchange(index, prepared)
        classification.exchange(index, prepared)
      },
      buffer,
      classificationState,
      classificationOrder,
      bytes: owned.reduce((sum, { size }) => sum + size, 0),
      dispose,
    }
  } catch (error) {
    dispose()
    throw error
  }
}

async function compile(
  device: GPUDevice,
  kernel: NamedKernel,
  bytesOf: ReadonlyMap<string, number>,
): Promise<GPUComputePipeline> {
  const label = `${kernel.layer}: ${kernel.name}`
  try {
    // The pipeline reports what is wrong with the text. Reported as an error of the device, it would end the run in other words.
    device.pushErrorScope('validation')
    const module = device.createShaderModule({ label, code: moduleOf(kernel, bytesOf) })
    // A device that was lost meanwhile has no scopes any more, and the pipeline says so.
    device.popErrorScope().catch(() => undefined)
    return await device.createComputePipelineAsync({ label, layout: 'auto', compute: { module } })
  } catch (error) {
    const cause = error instanceof Error ? error.message.split('\n')[0] : String(error)
    throw new ProgramError(
      `The graphics device could not compile the ${kernel.name} of ${kernel.layer} (${cause}): update the browser, or try another one.`,
    )
  }
}
