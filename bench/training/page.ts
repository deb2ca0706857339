/** The benchmark's page: the contestants train in turn, round by round, on one adapter; `measure.ts` starts it and prints what it returns. */
import { createRandom } from '../../src/model/random'
import { TEMPLATES } from '../../src/model/graph/templates/templates'
import type { Contestant, Task } from './contestants/contestant'
import { openJax } from './contestants/jax'
import { openStrata } from './contestants/strata'
import { openTfjs } from './contestants/tfjs'
import { countCalls, type CallCounts } from './countCalls'
import type { Measurement, Name, Request } from './report'

const DATA = { height: 28, width: 28, channels: 1, classes: 10 }

function makeTask({ template, batchSize }: Request): Task {
  const found = TEMPLATES.find(({ name }) => name === template)
  if (!found) throw new Error(`No template ${template}`)
  const random = createRandom(1)
  return {
    stack: found.build(DATA).stack,
    data: DATA,
    batchSize,
    pixels: Uint8Array.from({ length: batchSize * 784 }, () => random.integer(256)),
    labels: Uint16Array.from({ length: batchSize }, () => random.integer(10)),
  }
}

async function measure(request: Request): Promise<Measurement> {
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' })
  if (!adapter) throw new Error('No adapter for WebGPU')
  const requiredLimits = {
    maxBufferSize: adapter.limits.maxBufferSize,
    maxStorageBufferBindingSize: adapter.limits.maxStorageBufferBindingSize,
    maxComputeInvocationsPerWorkgroup: adapter.limits.maxComputeInvocationsPerWorkgroup,
    maxComputeWorkgroupStorageSize: adapter.limits.maxComputeWorkgroupStorageSize,
    maxStorageBuffersPerShaderStage: adapter.limits.maxStorageBuffersPerShaderStage,
  }
  const device = await adapter.requestDevice({ requiredLimits })
  const task = makeTask(request)
  const began = performance.now()
  const strata = await openStrata(device, task)
  const compileMs = performance.now() - began
  const opened = performance.now()
  await strata.train(1)
  const firstStepMs = performance.now() - opened
  const counts = countCalls()
  const contestants: { name: Name; contestant: Contestant; steps: number }[] = [
    { name: 'strata', contestant: strata, steps: request.steps },
  ]
  if (request.without !== 'jax')
    contestants.push({ name: 'jax', contestant: await openJax(task), steps: request.steps })
  if (request.without !== 'tfjs') {
    // One step of it takes as long as many of the others'.
    contestants.push({ name: 'tfjs', contestant: await openTfjs(device, adapter.info, task), steps: 1 })
  }

  const milliseconds: Measurement['milliseconds'] = { strata: [], tfjs: [], jax: [] }
  const calls = {} as Record<Name, CallCounts>
  const losses = {} as Record<Name, number>
  for (let round = -1; round < request.rounds; round++) {
    for (const { name, contestant, steps } of contestants) {
      const before = { ...counts }
      const started = performance.now()
      losses[name] = await contestant.train(steps)
      const spent = performance.now() - started
      // The first round warms up.
      if (round < 0) continue
      milliseconds[name].push(spent / steps)
      calls[name] = Object.fromEntries(
        Object.entries(counts).map(([key, value]) => [key, (value - before[key as keyof CallCounts]) / steps]),
      ) as unknown as CallCounts
    }
  }
  const before = { ...counts }
  const jsMs = await strata.measureQueueing(request.queued)
  // The steps alone count. Reading the metrics of all of them takes one submit more.
  calls.strata = Object.fromEntries(
    Object.entries(counts).map(([key, value]) => {
      const made = value - before[key as keyof CallCounts] - (key === 'submits' ? 1 : 0)
      return [key, made / request.queued]
    }),
  ) as unknown as CallCounts
  const result: Measurement = {
    adapter: [adapter.info.vendor, adapter.info.architecture].filter(Boolean).join(' ') || 'unnamed',
    milliseconds,
    calls,
    losses,
    compileMs,
    firstStepMs,
    jsMs,
    gpuBytes: strata.bytes(),
  }
  for (const { contestant } of contestants) contestant.close()
  return result
}

Object.assign(globalThis, { measure })
