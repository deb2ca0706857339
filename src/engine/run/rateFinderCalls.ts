/** The call that finds a learning rate. */
import type { HandlersOf } from '../protocol/messages'
import type { RateFinderCalls } from '../protocol/rateFinder'
import type { EngineParts } from './engineParts'
import { openFirstWeights } from './firstWeights'
import { findRate } from './findRate'

const SEARCHING = 'A learning rate is being looked for: stop that, or wait until it is done.'

export function createRateFinderCalls({
  choose,
  openDevice,
  models,
  numbers,
  takeTurn,
  emit,
}: EngineParts): HandlersOf<RateFinderCalls> {
  return {
    findRate: (request, signal) =>
      takeTurn(SEARCHING, signal, async () => {
        const { view } = choose(request.data)
        const first = request.from && (await openFirstWeights(request.from, request.stack, view, { models, numbers }))
        return findRate(request, { dataset: view, ...(first && { first }), openDevice, emit }, signal)
      }),
  }
}
