import type { DatasetSummary } from '../../../engine/protocol/data'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { ImageSelection } from '../../../data/datasetFacts'
import { useActions } from '../../../store/hooks'
import { createImagePages, type ImagePages } from './imagePages'

export interface ShownPages {
  readonly pages: ImagePages
  /** The filter whose images the pages show. */
  readonly filter: ImageSelection
}

export interface ImagePagesAnswer {
  /** The pages of the last query that was answered. They stand until the next ones are here, so that nothing blinks. */
  readonly shown: ShownPages | undefined
  /** Says which positions are in view. */
  show(first: number, end: number): void
  /** Why there are none: one sentence. */
  readonly trouble: string | undefined
}

/** The images of a query; asked for anew when the query or the dataset changes. */
export function useImagePages(dataset: DatasetSummary, filter: ImageSelection): ImagePagesAnswer {
  const { thumbnails, listImages } = useActions()
  const [shown, setShown] = useState<ShownPages>()
  const [trouble, setTrouble] = useState<string>()
  const inView = useRef({ filter, first: 0, end: 1 })
  const latest = useRef<ImagePages>(undefined)

  useEffect(() => {
    const pages = createImagePages({
      page: (offset, limit, signal) => thumbnails({ ...filter, offset, limit }, signal),
      all: (signal) => listImages(filter, signal),
    })
    const stop = pages.subscribe(() => {
      setTrouble(pages.trouble())
      if (pages.total() !== undefined) setShown((before) => (before?.pages === pages ? before : { pages, filter }))
    })
    latest.current = pages
    // Other images begin at the top; the same ones, changed, stay where they are.
    if (inView.current.filter !== filter) inView.current = { filter, first: 0, end: 1 }
    pages.show(inView.current.first, inView.current.end)
    return () => {
      stop()
      pages.close()
    }
  }, [thumbnails, listImages, dataset, filter])

  const show = useCallback((first: number, end: number): void => {
    inView.current = { ...inView.current, first, end }
    latest.current?.show(first, end)
  }, [])

  return { shown, show, trouble }
}
