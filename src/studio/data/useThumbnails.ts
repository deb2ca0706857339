import type { DatasetSummary, ImageQuery, Thumbnails } from '../../engine/protocol/data'
import { useCallback } from 'react'
import { useActions } from '../../store/hooks'
import { useAnswer, type Answer } from '../../ui/useAnswer'

/** Asks for the thumbnails of a query, and again whenever the query or the dataset changes. */
export function useThumbnails(
  dataset: DatasetSummary,
  { classIndex, split, offset, limit }: ImageQuery,
): Answer<Thumbnails, DatasetSummary> {
  const { thumbnails } = useActions()
  const ask = useCallback(
    (signal: AbortSignal) => {
      const query = { ...(classIndex !== undefined && { classIndex }), ...(split && { split }), offset, limit }
      return thumbnails(query, signal)
    },
    [thumbnails, classIndex, split, offset, limit],
  )
  return useAnswer(ask, dataset)
}
