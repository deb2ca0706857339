import { useCallback, useMemo, useState } from 'react'
import type { MapProgress, MapRequest } from '../../../../engine/protocol/map'
import type { ImageMap } from '../../../../model/map/imageMap'
import { useActions, useDocument, useSession } from '../../../../store/hooks'
import { useAnswer } from '../../../../ui/useAnswer'

export type MapSettings = Pick<MapRequest, 'layer' | 'most' | 'seed'>

export interface MapState {
  readonly map: ImageMap | undefined
  /** While it is made. */
  readonly progress: MapProgress | undefined
  readonly isStopped: boolean
  /** Why there is none: one sentence. */
  readonly trouble: string | undefined
  stop(): void
  /** Where it was stopped, or there is trouble. */
  tryAgain(): void
}

/** A map of a split of the model at hand, and another when model, data or settings change. */
export function useMap(split: 'validation' | 'test', settings: MapSettings): MapState {
  const { mapImages } = useActions()
  const model = useSession(({ model }) => model.current?.id)
  const data = useDocument((document) => document.data)
  const ofRun = useSession(({ run }) => run.data)
  const [turn, setTurn] = useState(0)
  const about = useMemo(
    () => ({ split, settings, model, data, ofRun, turn }),
    [split, settings, model, data, ofRun, turn],
  )
  const [told, setTold] = useState<{ readonly about: unknown; readonly progress: MapProgress }>()
  const [stopped, setStopped] = useState<unknown>()
  const ask = useCallback(
    (signal: AbortSignal) => mapImages({ split, ...settings }, signal, (progress) => setTold({ about, progress })),
    [mapImages, split, settings, about],
  )
  const isStopped = stopped === about
  const answer = useAnswer(isStopped ? undefined : ask, about)
  const isOfThis = answer.about === about
  return {
    map: isOfThis ? answer.value : undefined,
    progress: told?.about === about ? told.progress : undefined,
    isStopped,
    trouble: isOfThis ? answer.trouble : undefined,
    stop: () => setStopped(about),
    tryAgain: () => setTurn(turn + 1),
  }
}
