/** Looking for a learning rate. */
import type { Engine } from '../../engine/client'
import type { DocumentStore } from '../document/document'
import { whyDeviceIsBusy } from '../session/deviceUse'
import { emptyRateFinder } from '../session/rateFinderPart'
import { changePart, type SessionStore } from '../session/session'
import { firstModel } from './beginning'
import { isAbort, troubleOf } from '../session/troubles'

export interface RateFinderActions {
  /** Sweeps over learning rates with the document's stack, recipe and data. It gives way to a run, a test or data that are read. */
  findLearningRate(): Promise<void>
  stopFindingRate(): void
}

export interface RateFinderActionsParts {
  readonly engine: Engine
  readonly document: DocumentStore
  readonly session: SessionStore
}

export function createRateFinderActions({ engine, document, session }: RateFinderActionsParts): RateFinderActions {
  let searching: AbortController | undefined

  session.subscribe((now) => {
    if (searching && whyDeviceIsBusy(now) !== undefined) searching.abort()
  })
  engine.subscribe((event) => {
    if (event.type === 'engineRestarted') session.setState({ rateFinder: emptyRateFinder() })
    if (event.type !== 'rateProgress' || !searching || searching.signal.aborted) return
    const { points, planned } = event
    changePart(session, 'rateFinder', { soFar: { points, planned } })
  })

  return {
    async findLearningRate() {
      searching?.abort()
      const trouble = whyDeviceIsBusy(session.getState())
      session.setState({ rateFinder: { ...emptyRateFinder(), trouble, searching: trouble === undefined } })
      if (trouble !== undefined) return
      const controller = new AbortController()
      searching = controller
      const { stack, recipe, data } = document.getState()
      const from = firstModel(document.getState(), session.getState())
      try {
        const sweep = await engine.call(
          'findRate',
          { stack, recipe, data, ...(from && { from }) },
          { signal: controller.signal },
        )
        if (searching === controller) changePart(session, 'rateFinder', { sweep })
      } catch (error) {
        if (!isAbort(error) && searching === controller) {
          changePart(session, 'rateFinder', { trouble: troubleOf(error).message })
        }
      } finally {
        if (searching === controller) {
          searching = undefined
          changePart(session, 'rateFinder', { searching: false })
        }
      }
    },
    stopFindingRate: () => searching?.abort(),
  }
}
