/** What the bench tells: figures with their units in their names, block by block, and the report that they make. Types, and what fills it. */
import type { Name } from './contestantNames'
import type { Spread } from './spread'

/** In the order in which they are measured. */
export const BLOCK_NAMES = ['machine', 'steps', 'kernels', 'tuner', 'others'] as const
export type BlockName = (typeof BLOCK_NAMES)[number]

export interface AdapterFigures {
  readonly name: string
  readonly vendor: string
  readonly architecture: string
  readonly device: string
  readonly description: string
  /** Whether it computes on the processor. */
  readonly software: boolean
  readonly features: readonly string[]
  /** By WebGPU's own names; sizes in bytes. */
  readonly limits: Readonly<Record<string, number>>
}

export interface MachineFigures {
  readonly adapter?: AdapterFigures
  /** Why there is none. */
  readonly whyNoAdapter?: string
  /** Workers of the processor's trainer; absent where it doesn't run. */
  readonly processorThreads?: number
  readonly whyNoProcessor?: string
  /** Whether the processor rounds a product and its sum once. */
  readonly processorRelaxedSimd?: boolean
  /** Who tells the times of the probes. */
  readonly clock?: 'device' | 'queue'
  /** Products and sums in float32, on values that stay in registers; a multiply and an add count 2. */
  readonly float32TeraflopsPerSecond?: Spread
  /** Bytes read and bytes written together. */
  readonly copyGigabytesPerSecond?: Spread
  readonly copyBytes?: number
  /** Each has to wait for the one before. */
  readonly dependentDispatchMicroseconds?: Spread
  readonly independentDispatchMicroseconds?: Spread
  readonly dispatches?: number
  /** From a submit until its result can be read. */
  readonly roundTripMilliseconds?: Spread
}

export interface StepFigures {
  readonly trainer: 'gpu' | 'processor'
  readonly model: string
  readonly batchSize: number
  readonly stepMilliseconds: Spread
  readonly imagesPerSecond: number
  readonly stepGigaflops: number
  /** Absent on the processor, which works in parts that stay in its caches. */
  readonly stepMegabytesMoved?: number
  readonly gigaflopsPerSecond: number
  /** Of queueing a step; absent where workers do it. */
  readonly javascriptMilliseconds?: number
  /** From the model to the end of its first step. */
  readonly readyMilliseconds: number
  readonly megabytesHeld: number
  /** Of the arithmetic that was measured. */
  readonly shareOfPeak?: number
  /** The least time that arithmetic and memory as measured allow, kernel by kernel, of the step's. */
  readonly shareOfRoof?: number
}

export interface KernelFigures {
  readonly layer: string
  readonly name: string
  readonly milliseconds: number
  readonly gigaflops: number
  readonly megabytesMoved: number
  readonly gigaflopsPerSecond: number
  readonly gigabytesPerSecond: number
  readonly shareOfKernels: number
  readonly shareOfRoof?: number
  /** Which roof is the lower one for it. */
  readonly bound?: 'arithmetic' | 'memory'
}

export interface KernelsOfStep {
  readonly model: string
  readonly batchSize: number
  readonly clock: 'device' | 'queue'
  readonly kernelsMilliseconds: number
  readonly stepMilliseconds: number
  /** Above zero where a step hides some kernels behind others, below where starting them costs more. */
  readonly kernelsMinusStepMilliseconds: number
  readonly kernels: readonly KernelFigures[]
}

export interface VariantFigures {
  /** The first of an operation's is `default`. */
  readonly variant: string
  /** Of one run, in the midst of a training; absent before it was measured. */
  readonly inTrainingMilliseconds?: number
  /** Of one run by itself, again and again. */
  readonly aloneMilliseconds?: number
  /** Why it can't be taken. */
  readonly dropped?: string
}

export interface TunedKernelFigures {
  readonly layer: string
  readonly name: string
  readonly chosen: string
  readonly variants: readonly VariantFigures[]
}

export interface TunedStep {
  readonly model: string
  readonly batchSize: number
  /** Whether a choice was made, or no clock here tells the time of a kernel. */
  readonly outcome: 'done' | 'too coarse' | 'failed'
  readonly clock?: 'device' | 'queue'
  readonly kernels: readonly TunedKernelFigures[]
}

export interface ContestantFigures {
  readonly contestant: Name
  readonly stepMilliseconds: Spread
  readonly imagesPerSecond: number
  /** How many times as long as the first one's. */
  readonly timesAsLong: number
}

export interface OthersFigures {
  readonly model: string
  readonly batchSize: number
  readonly contestants: readonly ContestantFigures[]
  /** Those that could not be measured, each with one sentence. */
  readonly notMeasured: readonly { readonly contestant: Name; readonly reason: string }[]
}

export interface Figures {
  readonly machine: MachineFigures
  readonly steps: readonly StepFigures[]
  readonly kernels: readonly KernelsOfStep[]
  readonly tuner: readonly TunedStep[]
  readonly others: OthersFigures
}

export interface BlockResult<Block extends BlockName = BlockName> {
  /** `cut` by its time limit, `stopped` by the person; both keep what was measured until then. */
  readonly status: 'measuring' | 'done' | 'cut' | 'stopped' | 'failed' | 'skipped'
  readonly seconds: number
  /** Why it failed, was cut or skipped: one sentence. */
  readonly reason?: string
  /** What was measured smaller than on a GPU: one sentence. */
  readonly shrunk?: string
  readonly figures?: Figures[Block]
}

export type BlockResults = { readonly [Block in BlockName]?: BlockResult<Block> }

export interface Environment {
  /** As the browser calls itself, or Node. */
  readonly browser: string
  readonly logicalProcessors: number
}

export interface BenchReport extends Environment {
  readonly format: 'strata bench'
  readonly version: 1
  readonly date: string
  readonly blocks: BlockResults
}

/** What whoever measures tells, in this order: `begin`, for each block `progress` and `block` by turns, and `end`. */
export type BenchEvent =
  | { readonly type: 'begin'; readonly environment: Environment; readonly date: string }
  | { readonly type: 'progress'; readonly block: BlockName; readonly doing: string; readonly share: number }
  | { readonly type: 'block'; readonly block: BlockName; readonly result: BlockResult }
  /** With a reason where it could not go on: one sentence. */
  | { readonly type: 'end'; readonly reason?: string }

/** The report with what an event adds to it. */
export function addEvent(report: BenchReport | undefined, event: BenchEvent): BenchReport | undefined {
  switch (event.type) {
    case 'begin':
      return { format: 'strata bench', version: 1, date: event.date, ...event.environment, blocks: {} }
    case 'block':
      return report && { ...report, blocks: { ...report.blocks, [event.block]: event.result } }
    case 'end':
      return report && { ...report, blocks: endAll(report.blocks, event.reason) }
    case 'progress':
      return report
  }
}

/** What was being measured when the end came is measured no more. */
function endAll(blocks: BlockResults, reason: string | undefined): BlockResults {
  const end = (result: BlockResult): BlockResult => {
    if (result.status !== 'measuring') return result
    return reason === undefined ? { ...result, status: 'stopped' } : { ...result, status: 'failed', reason }
  }
  return Object.fromEntries(Object.entries(blocks).map(([block, result]) => [block, end(result)]))
}
