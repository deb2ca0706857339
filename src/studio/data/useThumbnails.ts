import { useEffect, useState } from 'react'
import type { DatasetSummary, ImageQuery, Thumbnails } from '../../engine/protocol'
import { useActions } from '../../store/hooks'

export interface ThumbnailsAnswer {
  /** The last answer: it stands until the next one is here, so that nothing blinks. */
  readonly thumbnails?: Thumbnails
  /** Why there are none: one sentence. */
  readonly trouble?: string
}

/** Asks for the thumbnails of a query, and again whenever the query or the dataset changes. Answers that are out of date are dropped. */
export function useThumbnails(
  dataset: DatasetSummary,
  { classIndex, split, offset, limit }: ImageQuery,
): ThumbnailsAnswer {
  const { thumbnails } = useActions()
  const [answer, setAnswer] = useState<ThumbnailsAnswer>({})

  useEffect(() => {
    const controller = new AbortController()
    const query = { ...(classIndex !== undefined && { classIndex }), ...(split && { split }), offset, limit }
    thumbnails(query, controller.signal).then(
      (page) => {
        if (!controller.signal.aborted) setAnswer({ thumbnails: page })
      },
      (error: unknown) => {
        if (controller.signal.aborted) return
        setAnswer({ trouble: error instanceof Error ? error.message : String(error) })
      },
    )
    return () => controller.abort()
  }, [thumbnails, dataset, classIndex, split, offset, limit])

  return answer
}
