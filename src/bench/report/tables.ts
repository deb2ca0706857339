/** A block's figures as tables for a person: the page draws them, Markdown and the terminal write them. */
import { NAMES } from './contestantNames'
import { formatCount, formatFigure, formatRange, formatRate, formatShare } from './format'
import type { BlockName, Figures, KernelsOfStep, MachineFigures, OthersFigures, StepFigures, TunedStep } from './report'
import { mapSpread, type Spread } from './spread'

export interface TableColumn {
  readonly name: string
  readonly unit?: string
  /** Its cells are words. */
  readonly isText?: true
}

/** A share from 0 to 1 is drawn as a bar behind the text. */
export type TableCell = string | { readonly text: string; readonly share: number }

export interface BenchTable {
  readonly caption: string
  readonly columns: readonly TableColumn[]
  /** The first cell of a row is its heading. */
  readonly rows: readonly (readonly TableCell[])[]
  readonly footer?: readonly (readonly TableCell[])[]
}

const TABLES: { readonly [Block in BlockName]: (figures: Figures[Block]) => readonly BenchTable[] } = {
  machine: machineTables,
  steps: (steps) => (steps.length > 0 ? [stepsTable(steps)] : []),
  kernels: (steps) => steps.map(kernelsTable),
  tuner: (steps) => steps.filter(({ kernels }) => kernels.length > 0).map(tunerTable),
  others: othersTables,
}

export function tablesOf<Block extends BlockName>(block: Block, figures: Figures[Block]): readonly BenchTable[] {
  return TABLES[block](figures)
}

function machineTables(machine: MachineFigures): readonly BenchTable[] {
  const { adapter, processorThreads } = machine
  const facts: [string, string][] = [
    ['Graphics adapter', adapter?.name ?? `None: ${machine.whyNoAdapter ?? 'not looked for'}`],
    ...(adapter
      ? ([
          ['Computes on', adapter.software ? 'the processor, no GPU' : 'a GPU'],
          ['Largest buffer', `${formatFigure((adapter.limits['maxStorageBufferBindingSize'] ?? 0) / 1e6)} MB`],
          ['Workgroup', `${adapter.limits['maxComputeInvocationsPerWorkgroup'] ?? 0} invocations at most`],
          [
            'Timestamps',
            machine.clock === 'queue' || !adapter.features.includes('timestamp-query')
              ? 'no: timed from outside'
              : 'yes',
          ],
          [
            'Other features',
            ['shader-f16', 'subgroups'].filter((name) => adapter.features.includes(name)).join(', ') || 'none',
          ],
        ] as [string, string][])
      : []),
    [
      'Processor',
      processorThreads === undefined
        ? `Not used: ${machine.whyNoProcessor ?? 'not looked for'}`
        : `${processorThreads} ${processorThreads === 1 ? 'worker' : 'workers'}${machine.processorRelaxedSimd ? ', relaxed SIMD' : ''}`,
    ],
  ]
  const probes = probeRows(machine)
  return [
    {
      caption: 'What computes here',
      columns: [{ name: 'What' }, { name: 'This machine', isText: true }],
      rows: facts,
    },
    ...(probes.length > 0
      ? [
          {
            caption: 'The roofs: what no program can do better than through WebGPU here',
            columns: [
              { name: 'Probe' },
              { name: 'Median' },
              { name: 'Unit', isText: true },
              { name: 'Least–most' },
              { name: 'What it limits', isText: true },
            ],
            rows: probes,
          } satisfies BenchTable,
        ]
      : []),
  ]
}

function probeRows(machine: MachineFigures): readonly (readonly string[])[] {
  const row = (
    name: string,
    spread: Spread | undefined,
    unit: string,
    limits: string,
  ): readonly (readonly string[])[] =>
    spread ? [[name, formatFigure(spread.median), unit, formatRange(spread), limits]] : []
  const arithmetic = machine.float32TeraflopsPerSecond
  const inUnit = (spread: Spread): Spread =>
    formatRate(spread.median).unit === 'GFLOP/s' ? mapSpread(spread, (value) => 1000 * value) : spread
  return [
    ...(arithmetic
      ? row('Arithmetic', inUnit(arithmetic), formatRate(arithmetic.median).unit, 'convolutions of many channels')
      : []),
    ...row('Memory', machine.copyGigabytesPerSecond, 'GB/s', 'pooling, first layers, the optimizer'),
    ...row(
      'Kernel after kernel',
      machine.dependentDispatchMicroseconds,
      'µs',
      'small batches: each waits for the last',
    ),
    ...row('Kernels side by side', machine.independentDispatchMicroseconds, 'µs', 'starting work at all'),
    ...row('There and back', machine.roundTripMilliseconds, 'ms', 'how soon the page sees a loss'),
  ]
}

const TRAINERS = { gpu: 'WebGPU', processor: 'processor' }

function stepsTable(steps: readonly StepFigures[]): BenchTable {
  return {
    caption: 'One training step, from images to new weights',
    columns: [
      { name: 'Model' },
      { name: 'Trains on', isText: true },
      { name: 'Batch' },
      { name: 'Step', unit: 'ms' },
      { name: 'Images', unit: '1/s' },
      { name: 'Of peak' },
      { name: 'Of roof' },
      { name: 'Rate', unit: 'GFLOP/s' },
      { name: 'JavaScript', unit: 'ms' },
      { name: 'Least–most', unit: 'ms' },
      { name: 'Ready in', unit: 'ms' },
      { name: 'Memory', unit: 'MB' },
    ],
    rows: steps.map((step) => [
      step.model,
      TRAINERS[step.trainer],
      formatCount(step.batchSize),
      formatFigure(step.stepMilliseconds.median),
      formatFigure(step.imagesPerSecond),
      shareCell(step.shareOfPeak),
      shareCell(step.shareOfRoof),
      formatFigure(step.gigaflopsPerSecond),
      formatFigure(step.javascriptMilliseconds),
      formatRange(step.stepMilliseconds),
      formatFigure(step.readyMilliseconds),
      formatFigure(step.megabytesHeld),
    ]),
  }
}

function kernelsTable(step: KernelsOfStep): BenchTable {
  const sum = (name: string, milliseconds: number): readonly string[] => [
    name,
    formatFigure(milliseconds),
    ...Array<string>(5).fill(''),
  ]
  return {
    caption: `Each kernel of ${step.model} alone, batch ${step.batchSize}`,
    columns: [
      { name: 'Kernel' },
      { name: 'Time', unit: 'ms' },
      { name: 'Of all' },
      { name: 'Of roof' },
      { name: 'Bound by', isText: true },
      { name: 'Rate', unit: 'GFLOP/s' },
      { name: 'Memory', unit: 'GB/s' },
    ],
    rows: step.kernels.map((kernel) => [
      `${kernel.layer}: ${kernel.name}`,
      formatFigure(kernel.milliseconds),
      shareCell(kernel.shareOfKernels),
      shareCell(kernel.shareOfRoof),
      kernel.bound ?? '–',
      formatFigure(kernel.gigaflops > 0 ? kernel.gigaflopsPerSecond : undefined),
      formatFigure(kernel.gigabytesPerSecond),
    ]),
    footer: [
      sum('All kernels', step.kernelsMilliseconds),
      sum('The whole step', step.stepMilliseconds),
      sum('Kernels minus step', step.kernelsMinusStepMilliseconds),
    ],
  }
}

function tunerTable({ model, batchSize, kernels }: TunedStep): BenchTable {
  return {
    caption: `The kernels of ${model} that can be cut in several ways, batch ${batchSize}`,
    columns: [
      { name: 'Kernel' },
      { name: 'Way', isText: true },
      { name: 'In training', unit: 'ms' },
      { name: 'By itself', unit: 'ms' },
      { name: 'Remark', isText: true },
    ],
    rows: kernels.flatMap(({ layer, name, chosen, variants }) =>
      variants.map(({ variant, inTrainingMilliseconds, aloneMilliseconds, dropped }) => [
        `${layer}: ${name}`,
        variant,
        formatFigure(inTrainingMilliseconds),
        formatFigure(aloneMilliseconds),
        variant === chosen ? 'taken' : (dropped ?? ''),
      ]),
    ),
  }
}

function othersTables({ model, batchSize, contestants, notMeasured }: OthersFigures): readonly BenchTable[] {
  return [
    {
      caption: `${model}, batch ${batchSize}, in turn`,
      columns: [
        { name: 'Trainer' },
        { name: 'Step', unit: 'ms' },
        { name: 'Times as long' },
        { name: 'Images', unit: '1/s' },
        { name: 'Least–most', unit: 'ms' },
      ],
      rows: [
        ...contestants.map(({ contestant, stepMilliseconds, imagesPerSecond, timesAsLong }) => [
          NAMES[contestant],
          formatFigure(stepMilliseconds.median),
          formatFigure(timesAsLong),
          formatFigure(imagesPerSecond),
          formatRange(stepMilliseconds),
        ]),
        ...notMeasured.map(({ contestant }) => [NAMES[contestant], '–', '–', '–', 'not measured']),
      ],
    },
  ]
}

function shareCell(share: number | undefined): TableCell {
  return share === undefined ? '–' : { text: formatShare(share), share }
}
