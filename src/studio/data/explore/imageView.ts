/** Which images the explorer shows, in which order. */
import type { ImageSelection } from '../../../data/datasetFacts'
import type { ListOrigin } from '../../../store/session/dataPart'

export interface ImageView {
  readonly filter: ImageSelection
  /** Why only certain images are shown: a few words; absent when they aren't listed one by one. */
  readonly why?: string
  /** The number that they stand behind; absent where they come from elsewhere. */
  readonly of?: ListOrigin
}

export const ALL_IMAGES: ImageView = { filter: {} }

/** Every part of a filter may be given as undefined to take it away. */
export type FilterChange = { readonly [Part in keyof ImageSelection]?: ImageSelection[Part] | undefined }

/** The view with parts of its filter changed; without its list, also without the reason for it. */
export function changeFilter({ filter, why, of }: ImageView, change: FilterChange): ImageView {
  const changed = Object.fromEntries(
    Object.entries({ ...filter, ...change }).filter(([, value]) => value !== undefined),
  )
  const next: ImageSelection = changed
  if (!next.images) return { filter: next }
  return { filter: next, ...(why !== undefined && { why }), ...(of && { of }) }
}

/** Whether some images may be left out. */
export function isFiltered({ filter }: ImageView): boolean {
  const { classIndex, split, text, images } = filter
  return classIndex !== undefined || split !== undefined || Boolean(text) || images !== undefined
}
