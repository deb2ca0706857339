/** Looking into the model at hand, with one image. Nothing of it is kept: whoever asks holds the answer. */
import type { Engine } from '../../engine/client'
import type { HeatMap, ImageInside, Occlusion, Values } from '../../engine/protocol/inside'
import type { CallArguments, CallReply } from '../../engine/protocol/messages'
import type { HeatMapMethod } from '../../model/inside/heatMap'
import type { ValueTerms } from '../../model/inside/valueTerms'
import { changePart, type SessionStore } from '../session/session'
import { orOtherWork } from '../session/troubles'
import { NO_MODEL } from '../session/underWay'

/** An image to look with: one of the data by its number, or pixels as the model's images have them. */
export type LookedAt =
  | { readonly kind: 'ofData'; readonly image: number }
  | { readonly kind: 'pixels'; readonly pixels: Uint8Array<ArrayBuffer> }

export type ImageReading = CallArguments<'readImage'>['settings']

/** All questions are about the model at hand. @throws EngineError */
export interface InsideActions {
  /** The window on the model opens with this image of the data. */
  showInside(image: number): void
  /** It was closed. */
  leaveInside(): void
  lookInside(image: LookedAt, signal: AbortSignal): Promise<ImageInside>
  readOutput(image: LookedAt, layer: number, signal: AbortSignal): Promise<Values>
  readValue(image: LookedAt, layer: number, at: readonly number[], signal: AbortSignal): Promise<ValueTerms>
  heatMap(
    image: LookedAt,
    of: { readonly layer: number; readonly classIndex: number; readonly method: HeatMapMethod },
    signal: AbortSignal,
  ): Promise<HeatMap>
  occlude(
    image: LookedAt,
    of: { readonly classIndex: number; readonly patch: number; readonly stride: number },
    signal: AbortSignal,
  ): Promise<Occlusion>
  readKernel(layer: number, signal: AbortSignal): Promise<Values>
  readImage(file: File, settings: ImageReading, signal: AbortSignal): Promise<CallReply<'readImage'>>
}

export interface InsideActionsParts {
  readonly engine: Engine
  readonly session: SessionStore
}

const OTHER_WORK = 'Other work came first, and the model stopped looking: choose the image or the layer again.'

export function createInsideActions({ engine, session }: InsideActionsParts): InsideActions {
  const model = (): number => {
    const { current } = session.getState().model
    if (!current) throw new Error(NO_MODEL)
    return current.id
  }
  const of = (image: LookedAt): CallArguments<'lookInside'> => ({
    model: model(),
    image: image.kind === 'pixels' ? image : { ...image, data: session.getState().data.choices },
  })
  const look = <Reply>(signal: AbortSignal, asked: Promise<Reply>): Promise<Reply> =>
    orOtherWork(signal, asked, OTHER_WORK)

  return {
    showInside(image) {
      const asking = (session.getState().model.inside?.asking ?? 0) + 1
      changePart(session, 'model', { inside: { image, asking } })
    },
    leaveInside: () => changePart(session, 'model', { inside: undefined }),
    lookInside: async (image, signal) => look(signal, engine.call('lookInside', of(image), { signal })),
    readOutput: async (image, layer, signal) =>
      look(signal, engine.call('readOutput', { ...of(image), layer }, { signal })),
    readValue: async (image, layer, at, signal) =>
      look(signal, engine.call('readValue', { ...of(image), layer, at }, { signal })),
    heatMap: async (image, wanted, signal) =>
      look(signal, engine.call('heatMap', { ...of(image), ...wanted }, { signal })),
    occlude: async (image, wanted, signal) =>
      look(signal, engine.call('occlude', { ...of(image), ...wanted }, { signal })),
    readKernel: async (layer, signal) => look(signal, engine.call('readKernel', { model: model(), layer }, { signal })),
    readImage: async (file, settings, signal) =>
      engine.call('readImage', { model: model(), file, settings }, { signal }),
  }
}
