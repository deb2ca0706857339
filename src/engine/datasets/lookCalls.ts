/** The calls that look at the current dataset. */
import type { Handlers } from '../protocol/messages'
import { counted } from '../../common/text'
import type { Dataset } from '../../data/dataset'
import type { DatasetStatistics } from '../../data/datasetFacts'
import { findFindings } from '../../data/look/findings'
import { readContents, type ImageContents } from '../../data/look/imageContents'
import { createImageFinder } from '../../data/look/queryImages'
import { computeStatistics } from '../../data/look/statistics'
import { CallFailure } from '../failures'
import type { CurrentData } from './currentData'
import { previewAugmentation } from './previewAugmentation'
import { copyImage, drawThumbnails } from './thumbnails'

type LookCalls = Pick<
  Handlers,
  'thumbnails' | 'listImages' | 'image' | 'statistics' | 'checkData' | 'problemsCsv' | 'previewAugmentation'
>

export function createLookCalls(data: CurrentData): LookCalls {
  const findImages = createImageFinder()
  // What takes a while is kept for as long as what it was computed from.
  const statistics = new WeakMap<Dataset, DatasetStatistics>()
  const contents = new WeakMap<Dataset['pixels'], ImageContents>()

  return {
    thumbnails({ offset, limit, ...selection }) {
      const chosen = data.require()
      const found = findImages(chosen.view, selection)
      return drawThumbnails(chosen, found.subarray(offset, offset + limit), found.length)
    },

    // A reply is handed over: a copy of what the finder keeps.
    listImages: (selection) => ({ images: Uint32Array.from(findImages(data.require().view, selection)) }),

    image({ index }) {
      const chosen = data.require()
      if (index in chosen.view.labels) return copyImage(chosen, index)
      throw new CallFailure(
        'badInput',
        `There is no such image: the data have ${counted(chosen.view.count, 'images')}.`,
      )
    },

    async statistics(_, signal) {
      const { view } = data.require()
      const known = statistics.get(view) ?? (await computeStatistics(view, signal))
      statistics.set(view, known)
      // A reply is handed over: a copy of what is kept.
      return { ...known, meanImages: known.meanImages.slice() }
    },

    async checkData(_, signal) {
      const { view } = data.require()
      const known = contents.get(view.pixels) ?? (await readContents(view, signal))
      contents.set(view.pixels, known)
      return findFindings(view, known)
    },

    problemsCsv: () => ({ csv: data.require().held.report.problemsCsv }),

    previewAugmentation: (request) => previewAugmentation(data.require().view, request),
  }
}
