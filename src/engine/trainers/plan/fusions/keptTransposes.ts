/**
 * Transposed kernels are not made anew in each step: the optimizer writes each weight that it updates to its place in the transposed kernel
 * too. They lie behind the weights in one buffer, so the optimizer binds no more than before. Whoever writes the weights from outside writes
 * them too (`keepTransposes`).
 */
import { COMMON } from '../buffers'
import type { AnyOperation } from '../operation'
import type { KeptTranspose } from '../operations/endStep'
import type { TransposeKernel } from '../operations/transposeKernel'
import { PLACE_BYTES, type FusedPlan, type PlacedBuffer } from '../plan'
import { atEnd } from './endOfStep'

/** Of all of them together, in values. They last where others share memory, and lengthen a buffer that a device binds as a whole. */
const MOST_VALUES = 4_194_304

export function keptTransposes(plan: FusedPlan): FusedPlan {
  const transposes = placeTransposes(plan)
  if (transposes.length === 0) return plan
  const kept = new Map(transposes.map((each) => [each.transposed, each]))
  const stays = (operation: AnyOperation): boolean =>
    operation.kind !== 'transposeKernel' || !kept.has(operation.transposed)
  const without = {
    ...plan,
    buffers: plan.buffers.map((buffer): PlacedBuffer => {
      const place = kept.get(buffer.name)
      if (!place) return buffer
      return { ...buffer, transient: false, within: { buffer: COMMON.weights, offset: 4 * place.transposedOffset } }
    }),
    forward: plan.forward.filter(stays),
    backward: plan.backward.filter(stays),
    classification: plan.classification.filter(stays),
  }
  return atEnd(without, { transposes })
}

function placeTransposes({ forward, backward, weightValues }: FusedPlan): readonly KeptTranspose[] {
  const placed: KeptTranspose[] = []
  let values = 0
  for (const operation of [...forward, ...backward]) {
    if (operation.kind !== 'transposeKernel') continue
    const length = lengthOf(operation)
    if (values + length > MOST_VALUES) continue
    values += length
    const last = placed.at(-1)
    const end = last ? last.transposedOffset + lengthOf(last) : weightValues
    const { taps, inputs, outputs, turned, kernelOffset, transposed } = operation
    const transposedOffset = (Math.ceil((4 * end) / PLACE_BYTES) * PLACE_BYTES) / 4
    placed.push({ taps, inputs, outputs, turned, kernelOffset, transposed, transposedOffset })
  }
  return placed
}

function lengthOf({ taps, inputs, outputs }: TransposeKernel): number {
  return taps * inputs * outputs
}

/** Writes the transposed kernels that a fused plan keeps, where the weights were written from outside. @param all the whole buffer of weights. */
export function keepTransposes({ backward }: FusedPlan, all: Float32Array): void {
  for (const operation of backward) {
    if (operation.kind !== 'endStep') continue
    for (const { taps, inputs, outputs, turned, kernelOffset, transposedOffset } of operation.transposes) {
      for (let tap = 0; tap < taps; tap++) {
        const from = kernelOffset + tap * inputs * outputs
        const to = transposedOffset + (turned ? taps - 1 - tap : tap) * inputs * outputs
        for (let input = 0; input < inputs; input++) {
          for (let output = 0; output < outputs; output++) {
            all[to + output * inputs + input] = all[from + input * outputs + output]!
          }
        }
      }
    }
  }
}
