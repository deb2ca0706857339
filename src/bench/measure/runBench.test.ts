import { beforeAll, describe, expect, it } from 'vitest'
import { openNodeGpu } from '../../../scripts/openNodeGpu'
import { factsOf } from '../../engine/trainers/plan/operation'
import { fuse } from '../../engine/trainers/plan/fuse'
import { lowerStack } from '../../engine/trainers/plan/lowerStack'
import { localProcessor } from '../../engine/trainers/wasm/localProcessor.fixture'
import { keepPipelines } from '../../engine/trainers/webgpu/keepPipelines.fixture'
import { tuningOf } from '../../engine/trainers/webgpu/tuning'
import { rescaling } from '../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../model/training/recipe'
import { addEvent, BLOCK_NAMES, type BenchEvent, type BenchReport } from '../report/report'
import type { Spread } from '../report/spread'
import { describeGpu, type Machine } from './machine'
import { makeTask, REFERENCE_MODEL, SMALL_MODEL } from './makeTask'
import { runBench, type BenchOptions } from './runBench'
import { ON_SOFTWARE, sizesFor, type Sizes } from './sizes'

const TINY: Sizes = {
  ...ON_SOFTWARE,
  batches: [2],
  tuned: { model: SMALL_MODEL, batches: [2] },
  smallBatch: 2,
  contestBatch: 1,
  rounds: 2,
  contestRounds: 1,
  roundMilliseconds: 1,
  copyBytes: 2 ** 20,
  dispatches: 8,
  roundTrips: 3,
  // No assertion, but an end for what hangs.
  limitSeconds: { machine: 250, steps: 250, kernels: 250, tuner: 250, others: 250 },
}

let machine: Machine & Required<Pick<Machine, 'gpu'>>

beforeAll(async () => {
  const { adapter, device, gpu } = await openNodeGpu()
  keepPipelines(device)
  // jax-js looks for it there.
  const navigator = { gpu, hardwareConcurrency: 2, userAgent: 'Node' }
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true })
  const environment = { browser: 'Node', logicalProcessors: 2 }
  machine = { environment, gpu: describeGpu(adapter, device), processor: localProcessor(2) }
})

/** Runs it to its end. */
async function measure(
  on: Machine,
  options: Partial<BenchOptions> = {},
  hear: (event: BenchEvent) => void = () => undefined,
): Promise<{ readonly report: BenchReport; readonly events: readonly BenchEvent[] }> {
  const events: BenchEvent[] = []
  const { signal } = new AbortController()
  const tell = (event: BenchEvent): void => {
    events.push(structuredClone(event))
    hear(event)
  }
  await runBench(on, { sizes: TINY, signal, ...options, tell })
  return { report: events.reduce<BenchReport | undefined>(addEvent, undefined)!, events }
}

function expectSound({ median, least, most, samples }: Spread): void {
  expect(samples).toBeGreaterThan(0)
  expect(least).toBeGreaterThanOrEqual(0)
  expect(median).toBeGreaterThanOrEqual(least)
  expect(most).toBeGreaterThanOrEqual(median)
}

describe('the bench', () => {
  it('measures roofs, steps and kernels of this device', async () => {
    const { report, events } = await measure(machine, { blocks: ['machine', 'steps', 'kernels'] })
    expect(Object.entries(report.blocks).map(([name, { status, reason }]) => [name, status, reason])).toEqual([
      ['machine', 'done', undefined],
      ['steps', 'done', undefined],
      ['kernels', 'done', undefined],
    ])
    expect(events.at(-1)).toEqual({ type: 'end' })

    const roofs = report.blocks.machine!.figures!
    expect(roofs.adapter).toMatchObject({ software: true })
    expect(roofs.adapter!.limits['maxBufferSize']).toBeGreaterThan(0)
    expect(roofs).toMatchObject({ copyBytes: TINY.copyBytes, dispatches: TINY.dispatches, processorThreads: 2 })
    const { float32TeraflopsPerSecond: peak, copyGigabytesPerSecond: copy } = roofs
    for (const spread of [peak!, copy!, roofs.dependentDispatchMicroseconds!, roofs.roundTripMilliseconds!]) {
      expectSound(spread)
    }
    expect(peak!.least).toBeGreaterThan(0)
    expect(copy!.least).toBeGreaterThan(0)

    const steps = report.blocks.steps!.figures!
    expect(steps.map(({ trainer, model }) => [trainer, model])).toEqual([
      ['gpu', REFERENCE_MODEL],
      ['gpu', SMALL_MODEL],
      ['processor', REFERENCE_MODEL],
      ['processor', SMALL_MODEL],
    ])
    for (const step of steps) {
      expectSound(step.stepMilliseconds)
      expect(step.imagesPerSecond).toBeCloseTo((1000 * step.batchSize) / step.stepMilliseconds.median)
      expect(step.megabytesHeld).toBeGreaterThan(0)
      expect(step.shareOfPeak !== undefined).toBe(step.trainer === 'gpu')
    }
    // The same work, whoever does it.
    expect(steps[0]!.stepGigaflops).toBeCloseTo(steps[2]!.stepGigaflops, 5)

    const [own] = report.blocks.kernels!.figures!
    const { stack, data } = makeTask(REFERENCE_MODEL, 2)
    const tuning = tuningOf(machine.gpu.info)
    const lowered = lowerStack({
      stack,
      data,
      recipe: { ...DEFAULT_RECIPE, batchSize: 2 },
      normalisation: rescaling(data.channels),
      chunks: [{ buffer: 'pixels 0', firstRow: 0, rows: 2 }],
      packsCodes: tuning.byFours,
    })
    const plan = fuse(lowered, tuning.fusions)
    expect(own!.kernels.map(({ layer, name }) => `${layer}: ${name}`)).toEqual(
      [...plan.forward, ...plan.backward].map((operation) => `${operation.layer}: ${factsOf(operation).name}`),
    )
    for (const { milliseconds, megabytesMoved, bound } of own!.kernels) {
      expect(milliseconds).toBeGreaterThanOrEqual(0)
      expect(megabytesMoved).toBeGreaterThan(0)
      if (milliseconds > 0) expect(bound).toMatch(/^(arithmetic|memory)$/)
    }
    expect(sum(own!.kernels.map(({ megabytesMoved }) => megabytesMoved))).toBeCloseTo(steps[0]!.stepMegabytesMoved!, 6)
    expect(sum(own!.kernels.map(({ milliseconds }) => milliseconds))).toBeCloseTo(own!.kernelsMilliseconds, 6)
    expect(sum(own!.kernels.map(({ shareOfKernels }) => shareOfKernels))).toBeCloseTo(1, 6)
  })

  it('tries the variants of kernels, and says which was taken', async () => {
    const { report } = await measure(machine, { blocks: ['tuner'] })
    const { status, reason, figures } = report.blocks.tuner!
    expect([status, reason]).toEqual(['done', undefined])
    const [step] = figures!
    expect(step!.kernels.length).toBeGreaterThan(0)
    for (const { chosen, variants } of step!.kernels) {
      expect(variants[0]!.variant).toBe('default')
      expect(variants.find(({ variant }) => variant === chosen)).toMatchObject({
        inTrainingMilliseconds: expect.any(Number) as number,
        aloneMilliseconds: expect.any(Number) as number,
      })
    }
    expect(await measure(machine, { blocks: ['tuner'], sizes: ON_SOFTWARE })).toMatchObject({
      report: { blocks: { tuner: { status: 'skipped', reason: expect.stringMatching(/^Left out here/) as string } } },
    })
  })

  it('trains the same model by the other libraries, and compares', async () => {
    const { report } = await measure(machine, { blocks: ['others'] })
    const { status, figures } = report.blocks.others!
    expect([status, figures!.notMeasured]).toEqual(['done', []])
    expect(figures!.contestants.map(({ contestant }) => contestant)).toEqual(['strata', 'jax', 'tfjs'])
    const [first] = figures!.contestants
    for (const { stepMilliseconds, timesAsLong } of figures!.contestants) {
      expectSound(stepMilliseconds)
      expect(timesAsLong).toBeCloseTo(stepMilliseconds.median / first!.stepMilliseconds.median)
    }
  })

  it('measures the processor where there is no WebGPU, and says of each block why not', async () => {
    const { environment, processor } = machine
    const whyNoGpu = 'this browser has no WebGPU here'
    const { report } = await measure(
      { environment, whyNoGpu, processor: processor! },
      { blocks: ['machine', 'steps', 'kernels'] },
    )
    expect(report.blocks.machine!.figures).toEqual({
      whyNoAdapter: whyNoGpu,
      processorThreads: 2,
      processorRelaxedSimd: false,
    })
    expect(report.blocks.steps!.figures!.map(({ trainer }) => trainer)).toEqual(['processor', 'processor'])
    expect(report.blocks.kernels).toMatchObject({
      status: 'skipped',
      reason: 'There is no graphics device here whose kernels could be measured.',
    })
  })

  it('ends a block whose time is over and keeps what it had, says of another what went wrong, and goes on', async () => {
    const sizes = { ...TINY, batches: [30_000], limitSeconds: { ...TINY.limitSeconds, machine: 0 } }
    const { report } = await measure(machine, { blocks: ['machine', 'kernels'], sizes })
    expect(report.blocks.machine).toMatchObject({
      status: 'cut',
      reason: 'It was ended after 0 seconds; what is missing was not measured.',
      figures: { adapter: { software: true } },
    })
    expect(report.blocks.kernels).toMatchObject({ status: 'failed' })
    // No software adapter binds so much.
    expect(report.blocks.kernels!.reason).toMatch(/^The buffer “.+” takes .+ and this device binds .+ at most\.$/)
  })

  it('stops within a block, and begins no other', async () => {
    const stop = new AbortController()
    const { report } = await measure(machine, { blocks: ['kernels', 'others'], signal: stop.signal }, ({ type }) => {
      if (type === 'progress') stop.abort()
    })
    expect(report.blocks.kernels).toMatchObject({ status: 'stopped' })
    expect(report.blocks.others).toBeUndefined()
  })

  it('measures less on an adapter that computes on the processor, and says so', () => {
    const { shrunk, batches } = sizesFor(machine)
    expect(batches).toEqual([16])
    expect(Object.keys(shrunk)).toEqual(BLOCK_NAMES.filter((name) => name !== 'tuner'))
    const { gpu } = machine
    expect(sizesFor({ ...machine, gpu: { ...gpu, figures: { ...gpu.figures, software: false } } })).toMatchObject({
      batches: [64, 500],
      shrunk: {},
    })
  })
})

function sum(values: readonly number[]): number {
  return values.reduce((all, value) => all + value, 0)
}
