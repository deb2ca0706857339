/** The callbacks of a run, in the order in which they are asked, and how all of them are asked at once. */
import type { Callback, Decision, EpochLogs } from './callback'
import { EARLY_STOPPING } from './earlyStopping'
import { MODEL_CHECKPOINT } from './modelCheckpoint'
import { REDUCE_LR_ON_PLATEAU } from './reduceLROnPlateau'

/** A new callback is one file and one line here. */
export const CALLBACKS = [EARLY_STOPPING, REDUCE_LR_ON_PLATEAU, MODEL_CHECKPOINT] as const

export type CallbackName = (typeof CALLBACKS)[number]['name']

export type CallbackSettings = {
  readonly [Each in (typeof CALLBACKS)[number] as Each['name']]: Each['defaults']
}

/** What each callback remembers: plain data. One that is off remembers nothing. */
export type Memories = { readonly [Name in CallbackName]?: unknown }

export interface Decisions {
  readonly memories: Memories
  /** Those for which the weights as they are now are the best so far. */
  readonly keepers: readonly CallbackName[]
  readonly learningRate?: number
  readonly stops?: string
}

/** Of this callback, whatever its types: its own memory is all that it is ever given. */
const ALL = CALLBACKS as readonly unknown[] as readonly Callback<CallbackName>[]

/**
 * Asks the callbacks that are on, at the end of an epoch.
 * @param learningRate of the epoch's last step.
 */
export function endEpoch(
  settings: CallbackSettings,
  memories: Memories,
  logs: EpochLogs,
  learningRate: number,
): Decisions {
  let decisions: Decisions = { memories: {}, keepers: [] }
  for (const callback of ALL) {
    const { name } = callback
    if (!settings[name].on) continue
    const memory = memories[name] ?? callback.begin()
    const decision = callback.endEpoch(settings[name], memory, logs, learningRate)
    decisions = join(decisions, name, decision)
  }
  return decisions
}

function join(before: Decisions, name: CallbackName, decision: Decision<unknown>): Decisions {
  const { memory, keepsWeights, learningRate, stops } = decision
  return {
    ...before,
    memories: { ...before.memories, [name]: memory },
    keepers: keepsWeights ? [...before.keepers, name] : before.keepers,
    ...(learningRate !== undefined && { learningRate }),
    ...(stops !== undefined && { stops }),
  }
}
