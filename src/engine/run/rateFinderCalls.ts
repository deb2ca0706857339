/** The call that finds a learning rate. */
import type { HandlersOf } from '../protocol/messages'
import type { RateFinderCalls } from '../protocol/rateFinder'
import type { EngineParts } from './engineParts'
import { findRate } from './findRate'

const SEARCHING = 'A learning rate is being looked for: stop that, or wait until it is done.'

export function createRateFinderCalls({
  choose,
  openDevice,
  takeTurn,
  emit,
}: EngineParts): HandlersOf<RateFinderCalls> {
  return {
    findRate: (request, signal) =>
      takeTurn(SEARCHING, signal, async () => {
        const { view } = choose(request.data)
        return findRate(request, { dataset: view, openDevice, emit }, signal)
      }),
  }
}
