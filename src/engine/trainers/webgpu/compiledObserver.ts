/** The observer on compiled WebGPU kernels. */
import { sizeOf } from '../../../model/layers/define'
import type { Observed, ObservedSubject, Observer } from '../../observer'
import { requireObservable, seedsOf, sumOf } from '../observing'
import { COMMON } from '../plan/buffers'
import { fuse } from '../plan/fuse'
import { lowerObserved } from '../plan/lowerObserved'
import { packWeights } from '../plan/packedWeights'
import { packState, stateOfLook } from '../plan/state'
import type { Preparation } from '../trainerKind'
import type { DeviceImages } from './deviceImages'
import { createProgram } from './program'
import { createStagingPool } from './stagingPool'
import { tuningOf } from './tuning'

export interface CompiledObserverOptions extends ObservedSubject, Preparation {
  readonly device: GPUDevice
  readonly images: DeviceImages
}

export interface CompiledObserver extends Observer {
  /** Bytes that it holds on the device, the images apart. */
  readonly bytes: number
}

/** @throws ProgramError when the device fails; RangeError when a weight is missing; the signal's reason. */
export async function createCompiledObserver(options: CompiledObserverOptions): Promise<CompiledObserver> {
  const { device, images, batchSize, weights } = options
  const { queue } = device
  const tuning = tuningOf(device.adapterInfo)
  const lowered = lowerObserved({ ...options, chunks: images.chunks, packsCodes: tuning.byFours })
  const plan = fuse(lowered.plan, [])
  const program = await createProgram(device, plan, images, batchSize, { ...options, tuning })
  const staging = createStagingPool(device)
  const backward = program.step.operations.slice(plan.forward.length)
  try {
    queue.writeBuffer(program.buffer(COMMON.weights), 0, packWeights(plan, weights))
  } catch (error) {
    program.dispose()
    throw error
  }

  const submit = (record: (pass: GPUComputePassEncoder) => void): void => {
    const encoder = device.createCommandEncoder()
    const pass = encoder.beginComputePass()
    record(pass)
    pass.end()
    queue.submit([encoder.finish()])
  }

  const read = async (name: string, values: number): Promise<Float32Array> => {
    const bytes = await staging.read(4 * values, (encoder, target) =>
      encoder.copyBufferToBuffer(program.buffer(name), 0, target, 0, 4 * values),
    )
    return new Float32Array(bytes)
  }

  return {
    bytes: program.bytes,

    async observe(rows, classes) {
      requireObservable(options, rows, classes)
      const count = rows.length
      const part = Uint32Array.from(rows)
      images.windows?.classification.write(part, 0)
      queue.writeBuffer(program.classificationOrder, 0, images.windows?.classification.slots(count) ?? part)
      const state = packState(stateOfLook(count))
      queue.writeBuffer(program.classificationState, 0, state)
      queue.writeBuffer(program.buffer(COMMON.state), 0, state)
      submit((pass) => program.classification.record(pass))
      if (classes) {
        queue.writeBuffer(program.buffer(lowered.logits.gradient), 0, seedsOf(classes, plan.classes))
        submit((pass) => {
          for (const { record } of backward) record(pass)
        })
      }
      // All are asked for before any is waited for, so that a look that follows changes none.
      const each = lowered.observed.map(async ({ layer, shape, output, gradients }) => {
        const values = count * sizeOf(shape)
        const [outputs, ...parts] = await Promise.all(
          [output, ...(classes ? gradients : [])].map((name) => read(name, values)),
        )
        return { layer, outputs: outputs!, ...(parts.length > 0 && { gradients: sumOf(parts) }) }
      })
      const [logits, all] = await Promise.all([read(lowered.logits.buffer, count * plan.classes), Promise.all(each)])
      const observed: Observed = {
        logits,
        outputs: new Map(all.map(({ layer, outputs }) => [layer, outputs])),
        gradients: new Map(all.flatMap(({ layer, gradients }) => (gradients ? [[layer, gradients] as const] : []))),
      }
      return observed
    },

    dispose() {
      program.dispose()
      staging.dispose()
    },
  }
}
