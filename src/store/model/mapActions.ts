/** Maps of images. */
import type { Engine } from '../../engine/client'
import type { MapProgress, MapRequest } from '../../engine/protocol/map'
import type { ImageMap } from '../../model/map/imageMap'
import { changePart, type SessionStore } from '../session/session'
import { orOtherWork } from '../session/troubles'
import { choicesOf } from './choicesOf'

export interface MapActions {
  /**
   * A map of images of the data at hand, as the model at hand sees them; nothing without a model.
   * @param onProgress hears how far it is.
   * @throws EngineError
   */
  mapImages(
    request: Omit<MapRequest, 'model' | 'data'>,
    signal: AbortSignal,
    onProgress: (progress: MapProgress) => void,
  ): Promise<ImageMap | undefined>
}

export interface MapActionsParts {
  readonly engine: Engine
  readonly session: SessionStore
}

export function createMapActions({ engine, session }: MapActionsParts): MapActions {
  return {
    async mapImages(request, signal, onProgress) {
      const { current } = session.getState().model
      if (!current) return undefined
      const data = choicesOf(request.split, session.getState())
      const stop = engine.subscribe((event) => {
        if (event.type === 'mapProgress' && !signal.aborted) onProgress(event)
      })
      try {
        const map = await orOtherWork(
          signal,
          engine.call('mapImages', { model: current.id, data, ...request }, { signal }),
        )
        changePart(session, 'model', { looked: { model: current.id, dataset: data.dataset } })
        return map
      } finally {
        stop()
      }
    },
  }
}
