/**
 * Compares what a variant of an operation writes with what the operation wrote in a step, bit for bit and on the device: the variant runs
 * right behind it, on the same inputs, and writes to buffers of its own.
 */
import { factsOf } from '../../plan/operation'
import { wholeBytes } from '../../plan/memory'
import type { FusedPlan } from '../../plan/plan'
import type { PreparedOperation, Program } from '../program'
import { entryPoint } from '../wgsl'
import type { PortionTask } from './portion'

export interface Comparison {
  /** A portion's task. @returns whether all bits were the same. */
  task(prepared: PreparedOperation): PortionTask<boolean>
  readonly bytes: number
  dispose(): void
}

const GROUP_SIZE = 256
const MOST_GROUPS = 1024

const eachWord = (statements: string): string => `${entryPoint(GROUP_SIZE)}
  for (var at = group * ${GROUP_SIZE}u + local.x; at < arrayLength(&own); at += workgroups.x * ${GROUP_SIZE}u) {
    ${statements}
  }
}`

/** What is never written differs from what the operation wrote. */
const POISON = `@group(0) @binding(0) var<storage, read> own: array<u32>;
@group(0) @binding(1) var<storage, read_write> tried: array<u32>;
${eachWord('tried[at] = ~own[at];')}`

const COMPARE = `@group(0) @binding(0) var<storage, read> own: array<u32>;
@group(0) @binding(1) var<storage, read> tried: array<u32>;
@group(0) @binding(2) var<storage, read_write> differing: atomic<u32>;
${eachWord('if (tried[at] != own[at]) { atomicAdd(&differing, 1u); }')}`

/** @returns undefined where the device has no memory for it, or where the operation reads what it writes. */
export async function openComparison(
  device: GPUDevice,
  plan: FusedPlan,
  program: Pick<Program, 'step' | 'place'>,
  index: number,
): Promise<Comparison | undefined> {
  const { operation } = program.step.operations[index]!
  const { reads, writes } = factsOf(operation)
  if (writes.some((name) => reads.includes(name))) return undefined
  const sizes = wholeBytes(plan.buffers)
  const { STORAGE, COPY_SRC, COPY_DST, MAP_READ } = GPUBufferUsage

  device.pushErrorScope('out-of-memory')
  const outputs = writes.map((name) => {
    const size = sizes.get(name)!
    return { name, size, tried: device.createBuffer({ label: `tried ${name}`, size, usage: STORAGE }) }
  })
  const differing = device.createBuffer({ label: 'differing', size: 4, usage: STORAGE | COPY_SRC | COPY_DST })
  const staging = device.createBuffer({ label: 'differing, read', size: 4, usage: MAP_READ | COPY_DST })
  const scope = device.popErrorScope()
  const dispose = (): void => {
    for (const buffer of [differing, staging, ...outputs.map(({ tried }) => tried)]) buffer.destroy()
  }
  if (await scope.catch(() => null)) {
    dispose()
    return undefined
  }

  const compile = (label: string, code: string): Promise<GPUComputePipeline> => {
    const module = device.createShaderModule({ label, code })
    return device.createComputePipelineAsync({ label, layout: 'auto', compute: { module } })
  }
  try {
    const [poison, compare] = await Promise.all([compile('poison', POISON), compile('compare', COMPARE)])
    const dispatches = (pipeline: GPUComputePipeline, others: readonly GPUBuffer[]) =>
      outputs.map(({ name, size, tried }) => {
        const resources: GPUBufferBinding[] = [
          { ...program.place(name), size },
          ...[tried, ...others].map((buffer) => ({ buffer })),
        ]
        const group = device.createBindGroup({
          layout: pipeline.getBindGroupLayout(0),
          entries: resources.map((resource, binding) => ({ binding, resource })),
        })
        return (pass: GPUComputePassEncoder): void => {
          pass.setPipeline(pipeline)
          pass.setBindGroup(0, group)
          pass.dispatchWorkgroups(Math.min(MOST_GROUPS, Math.ceil(size / 4 / GROUP_SIZE)))
        }
      })
    const [poisons, compares] = [dispatches(poison, []), dispatches(compare, [differing])]
    return {
      bytes: 8 + outputs.reduce((sum, { size }) => sum + size, 0),
      task(prepared) {
        const runVariant = prepared.on(new Map(outputs.map(({ name, tried }) => [name, tried])))
        return {
          record(encoder, steps) {
            encoder.clearBuffer(differing)
            const pass = encoder.beginComputePass()
            const { operations } = program.step
            for (const { record } of operations.slice(0, index + 1)) record(pass)
            for (const record of [...poisons, runVariant, ...compares]) record(pass)
            for (const { record } of operations.slice(index + 1)) record(pass)
            for (let step = 1; step < steps; step++) program.step.record(pass)
            pass.end()
            encoder.copyBufferToBuffer(differing, 0, staging, 0, 4)
          },
          async read() {
            await staging.mapAsync(GPUMapMode.READ)
            const [count] = new Uint32Array(staging.getMappedRange())
            staging.unmap()
            return count === 0
          },
        }
      },
      dispose,
    }
  } catch (error) {
    dispose()
    throw error
  }
}
