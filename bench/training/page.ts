/** The benchmark's page: the contestants train in turn, round by round, in one browser; `measure.ts` starts it and prints what it returns. */
import type { Contestant, Task } from '../../src/bench/measure/contestants/contestant'
import type { Name } from '../../src/bench/report/contestantNames'
import { openContestant } from '../../src/bench/measure/contestants/openContestant'
import { openStrata, type StrataContestant } from '../../src/bench/measure/contestants/strata'
import { findAdapter, requestDevice } from '../../src/engine/device/adapter'
import { openProcessor } from '../../src/engine/device/processor'
import { countCalls, type CallCounts } from './countCalls'
import { makeTask } from '../../src/bench/measure/makeTask'
import type { CompiledMeasurement, Measurement, Request } from './report'

interface Entry {
  readonly name: Name
  readonly contestant: Contestant
  readonly steps: number
  readonly milliseconds: number[]
  calls: CallCounts
}

/** One step of theirs takes as long as many of the others'. */
const SLOW: readonly Name[] = ['tfjs', 'tfjs-webgl', 'tfjs-cpu', 'jax-wasm']

async function measure(request: Request): Promise<Measurement> {
  const { adapter } = await findAdapter()
  const device = await requestDevice(adapter)
  const task = makeTask(request.template, request.batchSize)
  const compiled = request.contestants.includes('strata') ? await openCompiled(device, task) : undefined
  const counts = countCalls()
  const entries: Entry[] = []
  for (const name of request.contestants) {
    const contestant =
      name === 'strata'
        ? compiled!.strata
        : await openContestant(
            name,
            { gpu: { device, info: adapter.info }, processor: openProcessor().processor },
            task,
          )
    const steps = SLOW.includes(name) ? 1 : request.steps
    entries.push({ name, contestant, steps, milliseconds: [], calls: { ...counts } })
  }

  for (let round = -1; round < request.rounds; round++) {
    for (const entry of entries) {
      const before = { ...counts }
      const started = performance.now()
      await entry.contestant.train(entry.steps)
      const spent = performance.now() - started
      // The first round warms up.
      if (round < 0) continue
      entry.milliseconds.push(spent / entry.steps)
      entry.calls = mapCounts(counts, (value, key) => (value - before[key]) / entry.steps)
    }
  }
  const figures = compiled && (await measureCompiled(compiled, counts, entries, request.queued))
  for (const { contestant } of entries) contestant.close()
  return {
    adapter: [adapter.info.vendor, adapter.info.architecture].filter(Boolean).join(' ') || 'unnamed',
    lines: entries.map(({ name, milliseconds, calls }) => ({ name, milliseconds, calls })),
    ...(figures && { compiled: figures }),
  }
}

interface OpenedCompiled extends Pick<CompiledMeasurement, 'compileMs' | 'firstStepMs'> {
  readonly strata: StrataContestant
}

async function openCompiled(device: GPUDevice, task: Task): Promise<OpenedCompiled> {
  const began = performance.now()
  const strata = await openStrata(device, task)
  const compileMs = performance.now() - began
  const opened = performance.now()
  await strata.train(1)
  return { strata, compileMs, firstStepMs: performance.now() - opened }
}

async function measureCompiled(
  { strata, ...times }: OpenedCompiled,
  counts: CallCounts,
  entries: readonly Entry[],
  queued: number,
): Promise<CompiledMeasurement> {
  const before = { ...counts }
  const jsMs = await strata.measureQueueing(queued)
  // The steps alone count. Reading the metrics of all of them takes one submit more.
  const calls = mapCounts(counts, (value, key) => (value - before[key] - (key === 'submits' ? 1 : 0)) / queued)
  for (const entry of entries) if (entry.name === 'strata') entry.calls = calls
  return { ...times, jsMs, deviceBytes: strata.bytes() }
}

function mapCounts(counts: CallCounts, change: (value: number, key: keyof CallCounts) => number): CallCounts {
  const entries = Object.entries(counts) as [keyof CallCounts, number][]
  return Object.fromEntries(entries.map(([key, value]) => [key, change(value, key)])) as unknown as CallCounts
}

Object.assign(globalThis, { measure })
