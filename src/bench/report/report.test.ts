import { describe, expect, it } from 'vitest'
import { toKernelsOfStep, toStepFigures } from './describeSteps'
import { formatFigure, formatRange, formatRate, formatShare } from './format'
import { headlinesOf } from './headlines'
import { toMarkdown } from './markdown'
import { addEvent, type BenchEvent, type BenchReport, type MachineFigures } from './report'
import { boundOf, leastMilliseconds, roofOf } from './roof'
import { mapSpread, spreadOf } from './spread'
import { tablesOf } from './tables'

/** 2 TFLOP/s and 100 GB/s. */
const MACHINE: MachineFigures = {
  adapter: {
    name: 'acme <b>9000</b> | fast',
    vendor: 'acme',
    architecture: '9000',
    device: '',
    description: '',
    software: false,
    features: ['timestamp-query'],
    limits: { maxStorageBufferBindingSize: 2e9, maxComputeInvocationsPerWorkgroup: 1024 },
  },
  float32TeraflopsPerSecond: { median: 1.9, least: 1.5, most: 2, samples: 5 },
  copyGigabytesPerSecond: { median: 90, least: 80, most: 100, samples: 5 },
}
const ROOF = roofOf(MACHINE)!

const EVENTS: readonly BenchEvent[] = [
  { type: 'begin', environment: { browser: 'Node', logicalProcessors: 2 }, date: '2026-01-02T03:04:05.000Z' },
  { type: 'block', block: 'machine', result: { status: 'done', seconds: 1, figures: MACHINE } },
  { type: 'progress', block: 'steps', doing: 'LeNet-5', share: 0.5 },
  { type: 'block', block: 'steps', result: { status: 'measuring', seconds: 2, figures: [] } },
]
const add = (events: readonly BenchEvent[]): BenchReport => events.reduce(addEvent, undefined)!

describe('the maths of the bench', () => {
  it('takes the middle of several measurements, and keeps their ends', () => {
    expect(spreadOf([5, 1, 3])).toEqual({ median: 3, least: 1, most: 5, samples: 3 })
    expect(spreadOf([1, 2, 4, 9]).median).toBe(3)
    expect(() => spreadOf([])).toThrow(RangeError)
  })

  it('turns times into rates, of which the shortest time makes the highest', () => {
    expect(mapSpread(spreadOf([1, 2, 4]), (time) => 8 / time)).toEqual({ median: 4, least: 2, most: 8, samples: 3 })
  })

  it('has no roof without both probes', () => {
    expect(ROOF).toEqual({ flopsPerMillisecond: 2e9, bytesPerMillisecond: 1e8 })
    const { copyGigabytesPerSecond: _, ...other } = MACHINE
    expect([roofOf(other), roofOf({}), roofOf(undefined)]).toEqual([undefined, undefined, undefined])
  })

  it('takes for each kernel the longer of its arithmetic and its bytes', () => {
    const [computes, moves] = [
      { flops: 6e9, bytes: 1e8 },
      { flops: 2e9, bytes: 5e8 },
    ]
    expect(leastMilliseconds([computes, moves], ROOF)).toBe(3 + 5)
    expect([computes, moves].map((work) => boundOf(work, ROOF))).toEqual(['arithmetic', 'memory'])
  })

  it('tells of a step its rates and its shares of the roofs', () => {
    const step = toStepFigures(
      {
        trainer: 'gpu',
        model: 'M',
        batchSize: 64,
        stepMilliseconds: spreadOf([16]),
        readyMilliseconds: 100,
        bytesHeld: 3e6,
        work: [
          { flops: 6e9, bytes: 1e8 },
          { flops: 2e9, bytes: 5e8 },
        ],
      },
      ROOF,
    )
    expect(step).toMatchObject({
      imagesPerSecond: 4000,
      stepGigaflops: 8,
      stepMegabytesMoved: 600,
      gigaflopsPerSecond: 500,
      megabytesHeld: 3,
      shareOfPeak: 0.25,
      shareOfRoof: 0.5,
    })
  })

  it('tells of kernels how much longer they take alone than in a step, and divides by no zero', () => {
    const { kernels, ...all } = toKernelsOfStep(
      { model: 'M', batchSize: 8, clock: 'device', stepMilliseconds: 5 },
      [
        { layer: 'conv2d', name: 'forward', milliseconds: 6, flops: 6e9, bytes: 1e8 },
        { layer: 'loss', name: 'metrics', milliseconds: 0, flops: 0, bytes: 1e3 },
      ],
      ROOF,
    )
    expect(all).toMatchObject({ kernelsMilliseconds: 6, kernelsMinusStepMilliseconds: 1 })
    expect(kernels).toMatchObject([
      { gigaflopsPerSecond: 1000, shareOfKernels: 1, shareOfRoof: 0.5, bound: 'arithmetic' },
      { gigaflopsPerSecond: 0, gigabytesPerSecond: 0, shareOfKernels: 0 },
    ])
    expect(kernels[1]).not.toHaveProperty('shareOfRoof')
  })
})

describe('the report', () => {
  it('is what the events told, and is the same after a journey as JSON', () => {
    const report = add(EVENTS)
    expect(report).toEqual({
      format: 'strata bench',
      version: 1,
      date: '2026-01-02T03:04:05.000Z',
      browser: 'Node',
      logicalProcessors: 2,
      blocks: {
        machine: { status: 'done', seconds: 1, figures: MACHINE },
        steps: { status: 'measuring', seconds: 2, figures: [] },
      },
    })
    expect(JSON.parse(JSON.stringify(report))).toEqual(report)
  })

  it('ends what was being measured with it, and says why it could not go on', () => {
    expect(add([...EVENTS, { type: 'end' }]).blocks.steps).toMatchObject({ status: 'stopped' })
    const failed = add([...EVENTS, { type: 'end', reason: 'The worker is gone.' }]).blocks
    expect(failed.steps).toMatchObject({ status: 'failed', reason: 'The worker is gone.' })
    expect(failed.machine).toMatchObject({ status: 'done' })
  })

  it('becomes Markdown in which no name is markup', () => {
    const text = toMarkdown(add(EVENTS))
    expect(text).toContain('# Strata bench, 2026-01-02')
    expect(text).toContain('| Graphics adapter | acme \\<b\\>9000\\</b\\> \\| fast |')
    expect(text).toContain('| Arithmetic | 1.90 | TFLOP/s | 1.50–2.00 | convolutions of many channels |')
    expect(text).toMatch(/^\| --- \| ---: \| --- \| ---: \| --- \|$/m)
  })

  it('says why there are no figures', () => {
    const result = { status: 'skipped', seconds: 0, reason: 'There is no graphics device here.' } as const
    expect(toMarkdown(add([...EVENTS, { type: 'block', block: 'kernels', result }]))).toContain(
      '## Each kernel alone\n\nThere is no graphics device here.',
    )
    const contest = { model: 'M', batchSize: 4, contestants: [], notMeasured: [{ contestant: 'jax', reason: 'No.' }] }
    const others = { status: 'done', seconds: 1, figures: contest } as BenchReport['blocks']['others']
    expect(toMarkdown({ ...add(EVENTS), blocks: { others: others! } })).toContain('jax-js was not measured: No.')
  })

  it('has rows as wide as their columns', () => {
    const kernels = toKernelsOfStep(
      { model: 'M', batchSize: 8, clock: 'queue', stepMilliseconds: 5 },
      [{ layer: 'a', name: 'b', milliseconds: 1, flops: 0, bytes: 1 }],
      undefined,
    )
    for (const { columns, rows, footer = [] } of [...tablesOf('machine', MACHINE), ...tablesOf('kernels', [kernels])]) {
      for (const row of [...rows, ...footer]) expect(row).toHaveLength(columns.length)
    }
  })

  it('shows what was measured, large', () => {
    const stepMilliseconds = spreadOf([10])
    const contestant = { stepMilliseconds, imagesPerSecond: 1, timesAsLong: 1 }
    const contestants = [
      { ...contestant, contestant: 'strata' as const },
      { ...contestant, contestant: 'tfjs' as const, timesAsLong: 18.4 },
    ]
    const others = { status: 'done', seconds: 1, figures: { model: 'M', batchSize: 4, contestants, notMeasured: [] } }
    expect(headlinesOf({ ...add(EVENTS), blocks: { ...add(EVENTS).blocks, others: others as never } })).toEqual([
      { name: 'Arithmetic', value: '1.90', unit: 'TFLOP/s' },
      { name: 'Memory', value: '90.0', unit: 'GB/s' },
      { name: 'Strata beside TensorFlow.js', value: '18.4', unit: 'times as fast' },
    ])
  })

  it('writes figures with three digits', () => {
    expect([0.1234, 1.234, 12.34, 123.4, 12_345, -1.5, 0, undefined, NaN].map(formatFigure)).toEqual([
      '0.123',
      '1.23',
      '12.3',
      '123',
      '12,345',
      '−1.50',
      '0',
      '–',
      '–',
    ])
    expect([0.004, 0.25, 1.2, undefined].map(formatShare)).toEqual(['0.4 %', '25 %', '120 %', '–'])
    expect(formatRange(spreadOf([2, 1]))).toBe('1.00–2.00')
    expect([formatRate(0.0095), formatRate(12.7)]).toEqual([
      { value: '9.50', unit: 'GFLOP/s' },
      { value: '12.7', unit: 'TFLOP/s' },
    ])
  })
})
