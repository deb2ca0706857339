/** The calls that look at data. Each names the data that it means. */
import type { LookCalls } from '../protocol/data'
import type { HandlersOf } from '../protocol/messages'
import { counted } from '../../common/text'
import type { Dataset } from '../../data/dataset'
import type { DatasetStatistics } from '../../data/datasetFacts'
import { findFindings } from '../../data/look/findings'
import { readContents, type ImageContents } from '../../data/look/imageContents'
import { createImageFinder } from '../../data/look/queryImages'
import { computeStatistics } from '../../data/look/statistics'
import { CallFailure } from '../failures'
import type { Datasets } from './datasets'
import { previewAugmentation } from './previewAugmentation'
import { summariseDataset } from './summariseDataset'
import { copyImage, drawThumbnails } from './thumbnails'

export function createLookCalls({ choose }: Datasets): HandlersOf<LookCalls> {
  const findImages = createImageFinder()
  // A slow result is kept as long as the dataset or the pixels that it was computed from.
  const statistics = new WeakMap<Dataset, DatasetStatistics>()
  const contents = new WeakMap<Dataset['pixels'], ImageContents>()

  return {
    summariseData: ({ data }) => summariseDataset(choose(data)),

    thumbnails({ data, offset, limit, ...selection }) {
      const chosen = choose(data)
      const found = findImages(chosen.view, selection)
      return drawThumbnails(chosen, found.subarray(offset, offset + limit), found.length)
    },

    // A reply's buffers are transferred, so it gets a copy of what the finder keeps.
    listImages: ({ data, ...selection }) => ({ images: Uint32Array.from(findImages(choose(data).view, selection)) }),

    image({ data, index }) {
      const chosen = choose(data)
      if (index in chosen.view.labels) return copyImage(chosen, index)
      throw new CallFailure(
        'badInput',
        `There is no such image: the data have ${counted(chosen.view.count, 'images')}.`,
      )
    },

    async statistics({ data }, signal) {
      const { view } = choose(data)
      const known = statistics.get(view) ?? (await computeStatistics(view, signal))
      statistics.set(view, known)
      // A reply's buffers are transferred, so it gets a copy of what is kept.
      return { ...known, meanImages: known.meanImages.slice() }
    },

    async checkData({ data }, signal) {
      const { view } = choose(data)
      const known = contents.get(view.pixels) ?? (await readContents(view, signal))
      contents.set(view.pixels, known)
      return findFindings(view, known)
    },

    problemsCsv: ({ data }) => ({ csv: choose(data).held.report.problemsCsv }),

    previewAugmentation: ({ data, ...request }) => previewAugmentation(choose(data).view, request),
  }
}
