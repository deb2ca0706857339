/**
 * Measures the blocks one after another, and tells what each found as soon as it is found. A block that fails, or takes too long, ends
 * alone: the others are measured all the same.
 */
import { BLOCK_NAMES, type BenchEvent, type BlockName, type BlockResult, type Figures } from '../report/report'
import { roofOf, type Roof } from '../report/roof'
import type { Block } from './block'
import { kernels } from './blocks/kernels'
import { machine as machineBlock } from './blocks/machine'
import { others } from './blocks/others'
import { steps } from './blocks/steps'
import { tuner } from './blocks/tuner'
import type { Machine } from './machine'
import { sentenceOf } from './sentenceOf'
import { sizesFor, type Sizes } from './sizes'

const BLOCKS: { readonly [Name in BlockName]: Block<Name> } = { machine: machineBlock, steps, kernels, tuner, others }

export interface BenchOptions {
  /** All unless told otherwise. */
  readonly blocks?: readonly BlockName[]
  readonly sizes?: Sizes
  readonly signal: AbortSignal
  tell(event: BenchEvent): void
}

/** What a block that doesn't hear that its time is over gets before the next one begins. */
const GRACE_MILLISECONDS = 3000

class TimeIsOver extends Error {
  override readonly name = 'TimeIsOver'
}

/** Resolves when all blocks have ended, or soon after the signal is aborted. */
export async function runBench(
  machine: Machine,
  { blocks = BLOCK_NAMES, sizes = sizesFor(machine), signal, tell }: BenchOptions,
): Promise<void> {
  tell({ type: 'begin', environment: machine.environment, date: new Date().toISOString() })
  const troubles = watch(machine)
  let roof: Roof | undefined
  for (const name of BLOCK_NAMES) {
    if (!blocks.includes(name) || signal.aborted) continue
    const result = await measureBlock(name, BLOCKS[name])
    tell({ type: 'block', block: name, result })
    if (name === 'machine') roof = roofOf(result.figures as Figures['machine'] | undefined)
  }
  tell({ type: 'end' })

  async function measureBlock(name: BlockName, block: Block<BlockName>): Promise<BlockResult> {
    const why = block.whyNot(machine, sizes) ?? troubles.lost
    if (why !== undefined) return { status: 'skipped', seconds: 0, reason: why }
    const began = performance.now()
    const limit = sizes.limitSeconds[name]
    const shrunk = sizes.shrunk[name]
    let figures: Figures[BlockName] | undefined
    let isOpen = true
    const end = (status: BlockResult['status'], reason?: string): BlockResult => {
      isOpen = status === 'measuring'
      return {
        status,
        seconds: (performance.now() - began) / 1000,
        ...(reason !== undefined && { reason }),
        ...(shrunk !== undefined && { shrunk }),
        ...(figures !== undefined && { figures }),
      }
    }
    const time = new AbortController()
    const timer = setTimeout(() => time.abort(new TimeIsOver()), 1000 * limit)
    const until = AbortSignal.any([signal, time.signal])
    tell({ type: 'block', block: name, result: end('measuring') })
    try {
      const measuring = block.measure({
        machine,
        sizes,
        roof,
        signal: until,
        tell(found) {
          if (!isOpen) return
          figures = found
          tell({ type: 'block', block: name, result: end('measuring') })
        },
        onProgress(doing, share) {
          if (isOpen) tell({ type: 'progress', block: name, doing, share })
        },
      })
      await Promise.race([measuring, graceAfter(until)])
      const trouble = troubles.take()
      return trouble === undefined ? end('done') : end('failed', trouble)
    } catch (error) {
      const trouble = troubles.take()
      if (signal.aborted) return end('stopped')
      if (time.signal.aborted)
        return end('cut', `It was ended after ${limit} seconds; what is missing was not measured.`)
      return end('failed', trouble ?? sentenceOf(error))
    } finally {
      clearTimeout(timer)
    }
  }
}

/** Rejects a while after the signal is aborted. */
function graceAfter(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => setTimeout(() => reject(signal.reason as Error), GRACE_MILLISECONDS))
  })
}

interface Troubles {
  /** Why nothing more can be measured on the device. */
  readonly lost: string | undefined
  /** The first error that the device reported since it was asked last: one sentence. */
  take(): string | undefined
}

function watch({ gpu }: Machine): Troubles {
  let trouble: string | undefined
  let lost: string | undefined
  gpu?.device.addEventListener('uncapturederror', ({ error }) => {
    trouble ??= `The graphics device reported an error: ${sentenceOf(error)}`
  })
  void gpu?.device.lost.then(({ reason }) => {
    if (reason !== 'destroyed') lost = trouble = 'The browser lost the graphics device.'
  })
  return {
    get lost() {
      return lost
    },
    take() {
      const taken = trouble
      trouble = undefined
      return taken
    },
  }
}
