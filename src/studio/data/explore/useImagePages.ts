import type { DatasetSummary } from '../../../engine/protocol/data'
import type { ModelSummary } from '../../../engine/protocol/model'
import type { PredictedRun } from '../../../engine/protocol/predictions'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { ImageSelection } from '../../../data/datasetFacts'
import { useActions } from '../../../store/hooks'
import { describeTaken } from './describeTaken'
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

/** What the model, and a run that it is compared with, are asked of the images. */
export interface AskedOfModel {
  readonly model: ModelSummary
  readonly since: PredictedRun | undefined
}

/** The images of a query; asked for anew when the query or the dataset changes, or the model. */
export function useImagePages(
  dataset: DatasetSummary,
  filter: ImageSelection,
  asked: AskedOfModel | undefined,
): ImagePagesAnswer {
  const { thumbnails, listImages, predictedImages } = useActions()
  const [shown, setShown] = useState<ShownPages>()
  const [trouble, setTrouble] = useState<string>()
  const inView = useRef({ filter, first: 0, end: 1 })
  const latest = useRef<ImagePages>(undefined)

  useEffect(() => {
    const pages = createImagePages({
      page: async (offset, limit, signal) => {
        const page = await thumbnails({ ...filter, offset, limit }, signal)
        if (!asked) return page
        const images = page.items.map(({ index }) => index)
        // Without what the model says the images are there all the same.
        const seen = await predictedImages(images, asked.since, signal).catch(() => [])
        return { ...page, taken: describeTaken(images, seen, asked.model.classes) }
      },
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
  }, [thumbnails, listImages, predictedImages, dataset, filter, asked])

  const show = useCallback((first: number, end: number): void => {
    inView.current = { ...inView.current, first, end }
    latest.current?.show(first, end)
  }, [])

  return { shown, show, trouble }
}
