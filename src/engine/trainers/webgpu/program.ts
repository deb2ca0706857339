/** A plan on a device: its buffers allocated once, its pipelines compiled all at once, its bind groups made once. */
import type { DeviceImages } from './deviceImages'
import { moduleOf } from './kernel'
import { unlessAborted } from '../../../common/unlessAborted'
import { COMMON } from '../plan/buffers'
import type { Preparation } from '../trainerKind'
import { planMemory, wholeBytes } from '../plan/memory'
import type { AnyOperation } from '../plan/operation'
import type { FusedPlan } from '../plan/plan'
import { STATE_BYTES } from '../plan/state'
import { translate, type NamedKernel } from './translate'
import { tuningOf, type Tuning } from './tuning'

/** An operation of the plan, ready to be recorded. */
export interface ReadyOperation {
  readonly operation: AnyOperation
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
  /**
   * The forward pass of classifying on the state and the order of training, which leaves each image's loss and class. It moves what a forward
   * pass in training moves: statistics among the weights. Its bind groups are made when it is first asked for.
   */
  look(): Sequence
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
  /** A whole buffer, by the name that the plan gives it. */
  buffer(name: string): GPUBuffer
  /** Where a buffer lies that may be a part of another one, in bytes. */
  place(name: string): { readonly buffer: GPUBuffer; readonly offset: number }
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
  plan: FusedPlan,
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

  const bytesOf = wholeBytes(plan.buffers)
  const buffer = (name: string): GPUBuffer => {
    if (memory.offsetOf.has(name)) throw new Error(`${name} is a part of another buffer`)
    return slotOrImages(name)
  }
  /** What a kernel binds: a part of a buffer by itself, or a whole one. */
  const bound = (name: string): GPUBufferBinding => {
    const offset = memory.offsetOf.get(name)
    return { buffer: slotOrImages(name), ...(offset !== undefined && { offset, size: bytesOf.get(name)! }) }
  }
  const slotOrImages = (name: string): GPUBuffer => {
    const slot = memory.slotOf.get(name)
    const found = slot === undefined ? (name === COMMON.order ? order : images.buffers.get(name)) : slots[slot]
    if (!found) throw new Error(`The plan has no buffer ${name}`)
    return found
  }

  try {
    const operations = [...plan.forward, ...plan.backward]
    // Most of what classifies are operations of a step.
    const kernels = new Map(
      [...operations, ...plan.classification].map((operation) => [operation, translate(operation, tuning)] as const),
    )
    onCompile?.([...kernels.values()].flat().length)
    const compileAll = (each: readonly NamedKernel[]): Promise<readonly GPUComputePipeline[]> =>
      Promise.all(each.map((kernel) => compile(device, kernel, bytesOf)))
    const pipelines = new Map(
      await unlessAborted(
        Promise.all([...kernels].map(async ([operation, each]) => [operation, await compileAll(each)] as const)),
        signal,
      ),
    )
    const bind = (tuned: readonly NamedKernel[], compiled: readonly GPUComputePipeline[]): PreparedOperation => ({
      on: (replaced: ReadonlyMap<string, GPUBuffer> = new Map()): Recorder => {
        const dispatches = tuned.map(({ bindings, workgroups }, at) => {
          const pipeline = compiled[at]!
          const group = device.createBindGroup({
            layout: pipeline.getBindGroupLayout(0),
            entries: bindings.map(({ buffer: name }, binding) => {
              const other = replaced.get(name)
              return { binding, resource: other ? { buffer: other } : bound(name) }
            }),
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
    const preparedOf = (operation: AnyOperation): PreparedOperation =>
      bind(kernels.get(operation)!, pipelines.get(operation)!)
    const sequence = (of: readonly AnyOperation[], replaced: ReadonlyMap<string, GPUBuffer>) => {
      const ready = of.map((operation) => ({ operation, record: preparedOf(operation).on(replaced) }))
      return {
        operations: ready,
        record(pass: GPUComputePassEncoder) {
          for (const { record } of ready) record(pass)
        },
        exchange(operation: AnyOperation, { on }: PreparedOperation) {
          const index = of.indexOf(operation)
          if (index >= 0) ready[index] = { operation, record: on(replaced) }
        },
      }
    }
    const step = sequence(operations, new Map())
    const classification = sequence(
      plan.classification,
      new Map([
        [COMMON.state, classificationState],
        [COMMON.order, classificationOrder],
        ...(images.windows?.classification.buffers ?? []),
      ]),
    )
    let look: Sequence | undefined
    return {
      step,
      look: () => (look ??= sequence(plan.classification, new Map())),
      classification,
      async prepare(index, tuned) {
        const translated = translate(operations[index]!, tuned)
        return bind(translated, await compileAll(translated))
      },
      prepared: (index) => preparedOf(operations[index]!),
      exchange(index, prepared) {
        step.exchange(operations[index]!, prepared)
        classification.exchange(operations[index]!, prepared)
      },
      buffer,
      place: (name) => ({ buffer: slotOrImages(name), offset: memory.offsetOf.get(name) ?? 0 }),
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
