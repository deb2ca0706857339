/** Chooses what trains a stack, or looks into it: the first in the list that can. */
import type { Backend } from '../backend'
import { withLogits } from '../../model/graph/output'
import type { ObservedSubject } from '../observer'
import type { TrainerChoice } from '../protocol/device'
import { compiledKind } from './compiledKind'
import { processorKind } from './processorKind'
import { tfjsKind } from './tfjsKind'
import type { LabelledImages, Opened, OpenedObserver, Preparation, Subject, TrainerKind } from './trainerKind'

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

/**
 * Like `TrainerKind.observe`, of the first kind that can.
 * @throws RangeError when there is no such layer.
 */
export async function openObserver(
  backend: Backend,
  examples: LabelledImages,
  subject: ObservedSubject,
  preparation: Preparation = {},
): Promise<OpenedObserver> {
  const { layers } = withLogits(subject.stack)
  const none = subject.layers.find((index) => !(index in layers))
  if (none !== undefined) throw new RangeError(`There is no layer ${none} before the shares of the classes`)
  for (const { whyNotObserve, observe } of KINDS.filter((each) => each.runsOn(backend))) {
    if ((await whyNotObserve(backend, subject)) === undefined) return observe(backend, examples, subject, preparation)
  }
  throw new Error('No trainer takes this model')
}
