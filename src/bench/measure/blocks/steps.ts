/** Whole steps of training, on the graphics device and on the processor. */
import { lowerStack } from '../../../engine/trainers/plan/lowerStack'
import { rescaling } from '../../../model/training/normalisation'
import { DEFAULT_RECIPE } from '../../../model/training/recipe'
import { toStepFigures, type MeasuredStep } from '../../report/describeSteps'
import type { StepFigures } from '../../report/report'
import { spreadOf } from '../../report/spread'
import type { Block, BlockContext } from '../block'
import type { Contestant, Task } from '../contestants/contestant'
import { openProcessorContestant } from '../contestants/processor'
import { openStrata } from '../contestants/strata'
import { makeTask, REFERENCE_MODEL, SMALL_MODEL } from '../makeTask'
import { sentenceOf } from '../sentenceOf'
import { look, stepsOfRound, timeSteps } from '../timeSteps'
import { workOf } from '../work'
import type { Work } from '../../report/roof'

/** Steps that are queued to time the JavaScript of one. */
const QUEUED = 10

interface Opened {
  readonly contestant: Contestant
  readonly work: readonly Work[]
  bytes(): number
  /** Absent where it can't be told. */
  measureQueueing?(steps: number): Promise<number>
}

interface Trainer {
  readonly trainer: StepFigures['trainer']
  open(task: Task, signal: AbortSignal): Promise<Opened>
}

export const steps: Block<'steps'> = {
  whyNot: ({ gpu, processor }) =>
    gpu || processor ? undefined : 'Neither a graphics device nor WebAssembly with SIMD is here to train on.',

  async measure(context) {
    const { sizes, roof, signal, tell, onProgress } = context
    const models = [
      ...sizes.batches.map((batchSize) => ({ model: REFERENCE_MODEL, batchSize })),
      { model: SMALL_MODEL, batchSize: sizes.smallBatch },
    ]
    const trainers = trainersOf(context)
    const figures: StepFigures[] = []
    const failures: Error[] = []
    for (const [at, trainer] of trainers.entries()) {
      for (const [index, { model, batchSize }] of models.entries()) {
        const share = (at * models.length + index) / (trainers.length * models.length)
        onProgress(
          `${model}, batch ${batchSize}, ${trainer.trainer === 'gpu' ? 'on the GPU' : 'on the processor'}`,
          share,
        )
        await look(signal)
        try {
          const measured = await measureStep(trainer, model, batchSize, context)
          figures.push(toStepFigures(measured, trainer.trainer === 'gpu' ? roof : undefined))
          tell([...figures])
        } catch (error) {
          signal.throwIfAborted()
          // What has no room at one size may have it at another.
          failures.push(new Error(`${model}, batch ${batchSize}: ${sentenceOf(error)}`, { cause: error }))
        }
      }
    }
    const [failure] = failures
    if (failure) throw failure
  },
}

function trainersOf({ machine: { gpu, processor } }: BlockContext<'steps'>): readonly Trainer[] {
  const trainers: Trainer[] = []
  if (gpu) {
    trainers.push({
      trainer: 'gpu',
      async open(task, signal) {
        const strata = await openStrata(gpu.device, task, { signal })
        return {
          contestant: strata,
          work: workOf(strata.trainer.plan),
          bytes: strata.bytes,
          measureQueueing: strata.measureQueueing,
        }
      },
    })
  }
  if (processor) {
    trainers.push({
      trainer: 'processor',
      async open(task, signal) {
        const contestant = await openProcessorContestant(processor, task, signal)
        return { contestant, work: workOfTask(task), bytes: contestant.bytes }
      },
    })
  }
  return trainers
}

/** The operations of the task's plan, of which the processor carries out each in parts. */
function workOfTask({ stack, data, batchSize }: Task): readonly Work[] {
  const plan = lowerStack({
    stack,
    data,
    recipe: { ...DEFAULT_RECIPE, batchSize },
    normalisation: rescaling(data.channels),
    chunks: [{ buffer: 'pixels', firstRow: 0, rows: batchSize }],
  })
  return workOf(plan)
}

async function measureStep(
  { trainer, open }: Trainer,
  model: string,
  batchSize: number,
  { sizes, signal }: BlockContext<'steps'>,
): Promise<MeasuredStep> {
  const began = performance.now()
  const opened = await open(makeTask(model, batchSize), signal)
  const { contestant, work } = opened
  try {
    await timeSteps(contestant, 1)
    const readyMilliseconds = performance.now() - began
    const count = await stepsOfRound(contestant, sizes.roundMilliseconds, signal)
    const times: number[] = []
    for (let round = 0; round < sizes.rounds; round++) {
      await look(signal)
      times.push(await timeSteps(contestant, count))
    }
    const javascriptMilliseconds = await opened.measureQueueing?.(Math.min(QUEUED, count))
    return {
      trainer,
      model,
      batchSize,
      stepMilliseconds: spreadOf(times),
      ...(javascriptMilliseconds !== undefined && { javascriptMilliseconds }),
      readyMilliseconds,
      bytesHeld: opened.bytes(),
      work,
    }
  } finally {
    contestant.close()
  }
}
