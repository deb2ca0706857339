/** The call that makes a map of images. What was made of a model is at hand until another map of it is. */
import { drawImages } from '../../model/map/drawImages'
import { layerBeforeLast, mappedLayers, type MappedLayer } from '../../model/map/mappedLayer'
import type { TrainedModel } from '../../model/trainedModel'
import { CallFailure } from '../failures'
import type { MapCalls, MapProgress, MapRequest } from '../protocol/map'
import type { ImageMap } from '../../model/map/imageMap'
import type { HandlersOf } from '../protocol/messages'
import type { PredictionCalls } from '../protocol/predictions'
import type { EngineParts } from '../run/engineParts'
import type { Layout, MapSource, TellProgress } from './map/layOut'
import { readLayer } from './map/readLayer'
import { takeLowTurn } from '../turn'
import { examplesFor } from './examplesFor'
import { requireModel } from '../run/requireModel'

const READING = 'The model looks at the images for a map: wait until it is done.'

/** Each image is compared with each other. */
const MOST_IMAGES = 10_000
/** Values of all images together: 64 MiB. */
const MOST_VALUES = 2 ** 24
const FEWEST_IMAGES = 12

export function createMapCalls(
  { openDevice, choose, models, takeTurn, emit }: EngineParts,
  { predictedImages }: Pick<HandlersOf<PredictionCalls>, 'predictedImages'>,
): HandlersOf<MapCalls> {
  const known = new WeakMap<TrainedModel, { readonly key: string; readonly map: ImageMap }>()

  const tell: TellProgress = (progress) => emit({ type: 'mapProgress', ...progress })

  const make = async (model: TrainedModel, request: MapRequest, signal: AbortSignal): Promise<ImageMap> => {
    const { data, split, most, seed } = request
    const { view } = choose(data)
    const { labels: ofAll, [split]: all } = examplesFor(model, view)
    const layers = mappedLayers(model.stack, model.data)
    const before = layerBeforeLast(model.stack, model.data)
    const layer = layerMeant(layers, before, request.layer)
    const mostImages = Math.min(MOST_IMAGES, Math.floor(MOST_VALUES / layer.width))
    const images = drawImages(all, ofAll, Math.min(most, mostImages), seed)
    if (images.length < FEWEST_IMAGES) throw new CallFailure('badInput', tooFew(all.length, mostImages))
    const labels = Uint16Array.from(images, (image) => ofAll[image]!)
    const seen = await predictedImages({ model: request.model, data, images: [...images] }, signal)

    const onRead = (read: number): void => tell({ stage: 'looking', share: read / images.length })
    onRead(0)
    const values = await takeLowTurn(takeTurn, READING, signal, (either) =>
      readLayer({ model, dataset: view, layer, images, openDevice, signal: either, onRead }),
    )
    const layout = await layOutBeside({ values, width: layer.width, labels, seed }, signal, tell)
    return {
      ...layout,
      images,
      labels,
      predicted: Uint16Array.from(seen, ({ predicted }) => predicted),
      total: all.length,
      mostImages,
      layer,
      isBeforeLast: layer.index === before.index,
      layers,
    }
  }

  return {
    async mapImages(request, signal) {
      const model = requireModel(models, request.model)
      const key = JSON.stringify(request)
      const before = known.get(model)
      const map = before?.key === key ? before.map : await make(model, request, signal)
      known.set(model, { key, map })
      // The reply is handed over.
      return structuredClone(map)
    },
  }
}

function layerMeant(layers: readonly MappedLayer[], before: MappedLayer, wanted: MapRequest['layer']): MappedLayer {
  if (wanted === undefined) return before
  const found = layers.find(({ index }) => index === (wanted === 'images' ? undefined : wanted))
  if (!found) throw new CallFailure('badInput', 'The model has no such layer before the shares of the classes.')
  return found
}

function tooFew(images: number, most: number): string {
  return images < FEWEST_IMAGES
    ? `A map needs ${FEWEST_IMAGES} images, and the split has ${images}.`
    : `This layer gives so many values of an image that a map could have ${most} images at most, and it needs ${FEWEST_IMAGES}: choose another layer.`
}

/** In a worker of its own, or here where the browser lets no worker start others. */
async function layOutBeside(
  source: MapSource,
  signal: AbortSignal,
  onProgress: (progress: Omit<MapProgress, 'type'>) => void,
): Promise<Layout> {
  if (typeof Worker === 'undefined') {
    const { layOut } = await import('./map/layOut')
    return layOut(source, signal, onProgress)
  }
  const { layOutInWorker } = await import('./map/layOutInWorker')
  return layOutInWorker(source, signal, onProgress)
}
