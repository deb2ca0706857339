/** Chooses what trains a stack: the first in the list that can. */
import type { Backend } from '../backend'
import type { TrainerChoice } from '../protocol/device'
import { compiledKind } from './compiledKind'
import { processorKind } from './processorKind'
import { tfjsKind } from './tfjsKind'
import type { LabelledImages, Opened, Preparation, Subject, TrainerKind } from './trainerKind'

/** Best first; the last one trains whatever can be trained. Each loads its code when it is asked. */
const KINDS: readonly TrainerKind[] = [compiledKind, processorKind, tfjsKind]

export interface OpenTrainer extends Opened {
  readonly kind: TrainerChoice['trainer']
  /** Why a better trainer was not taken: one sentence. */
  readonly reason?: string
}

/** Like `TrainerKind.open`, of the first kind that can. */
export async function openTrainer(
  backend: Backend,
  examples: LabelledImages,
  subject: Subject,
  preparation: Preparation = {},
): Promise<OpenTrainer> {
  let reason: string | undefined
  for (const { kind, whyNot, open } of KINDS.filter((each) => each.runsOn(backend))) {
    const obstacle = await whyNot(backend, subject)
    if (obstacle === undefined) {
      const opened = await open(backend, examples, subject, preparation)
      return { ...opened, kind, ...(reason === undefined ? {} : { reason }) }
    }
    reason ??= obstacle
  }
  throw new Error('No trainer takes this model')
}
