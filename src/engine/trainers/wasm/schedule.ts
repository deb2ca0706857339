/**
 * In what order the operations of a plan run where a batch is worked on in parts. A stage runs from one place where all parts must have come
 * together to the next: an operation that reads the sums of all, and the end of the step.
 */
import { partialSegmentsOf } from '../plan/lowerUpdate'
import type { Operation } from '../plan/operation'
import { PART_MOMENTS } from '../plan/operations/batchNormalization'
import type { Plan } from '../plan/plan'

export interface Stage {
  /** Operations that run once, before the parts: their indices. */
  readonly once: readonly number[]
  /** Operations that each part runs, all of them for one part before the next. */
  readonly parts: readonly number[]
  /** What the stage ends with: the rows of this buffer, one from each part, are put together. Absent at the end of the step. */
  readonly rows?: Rows
  /** Neighbouring gradients that the stage makes, in values. */
  readonly gradients: readonly { readonly offset: number; readonly length: number }[]
}

export interface Rows {
  readonly buffer: string
  /** Values of one part's row. */
  readonly length: number
}

export interface Schedule {
  /** All operations, by whose places the stages name them. */
  readonly operations: readonly Operation[]
  readonly training: readonly Stage[]
  /** The operations from the sums of all gradients to the updated weights. */
  readonly update: readonly number[]
  readonly classification: Stage
}

/** Whether an operation runs once for the batch, not once for each part. */
export function isOnce(operation: Operation): boolean {
  const { kind } = operation
  return kind === 'transposeKernel' || kind === 'batchStatistics' || kind === 'sumRuns' || isUpdate(operation)
}

/** Whether an operation reads weights and nothing else, so that it can run before all others. */
function isOfWeights(operation: Operation): boolean {
  return operation.kind === 'transposeKernel' || (operation.kind === 'batchStatistics' && operation.frozen === true)
}

/** Whether an operation runs when the gradients of all parts were added up. */
function isUpdate({ kind }: Operation): boolean {
  return kind === 'sumGradients' || kind === 'squareGradients' || kind === 'gradientNorms' || kind === 'optimize'
}

export function scheduleOf(plan: Plan): Schedule {
  // The counters are moved on by who deals out the steps.
  const operations = [...plan.forward, ...plan.backward].filter(({ kind }) => kind !== 'finishStep')
  const forward = plan.forward.length
  const indices = operations.map((_, index) => index)
  const update = indices.filter((index) => isUpdate(operations[index]!))
  const segments = partialSegmentsOf(operations)

  const stages: { once: number[]; parts: number[]; rows?: Rows }[] = [
    { once: indices.filter((index) => isOfWeights(operations[index]!)), parts: [] },
  ]
  for (const [index, operation] of operations.entries()) {
    const rows = rowsReadBy(operation)
    if (rows) {
      stages.at(-1)!.rows = rows
      stages.push({ once: [index], parts: [] })
    } else if (!isOnce(operation)) stages.at(-1)!.parts.push(index)
  }
  return {
    operations,
    update,
    training: stages.map((stage) => {
      const written = new Set(stage.parts.flatMap((index) => partialsOf(operations[index]!)))
      return {
        ...stage,
        gradients: segments
          .filter(({ partials }) => written.has(partials))
          .map(({ offset, length }) => ({ offset, length })),
      }
    }),
    classification: {
      once: indices.filter((index) => index < forward && isOnce(operations[index]!)),
      parts: indices.filter(
        (index) => index < forward && !isOnce(operations[index]!) && operations[index]!.kind !== 'batchMoments',
      ),
      gradients: [],
    },
  }
}

function rowsReadBy(operation: Operation): Rows | undefined {
  if (operation.kind === 'sumRuns') return { buffer: operation.partials, length: operation.length }
  if (operation.kind !== 'batchStatistics' || !operation.moments) return undefined
  return { buffer: operation.moments.buffer, length: PART_MOMENTS.rows * operation.channels }
}

function partialsOf(operation: Operation): readonly string[] {
  return 'partials' in operation && operation.kind !== 'sumRuns' ? [operation.partials] : []
}
