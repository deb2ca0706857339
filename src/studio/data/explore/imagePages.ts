/**
 * The images of a query, asked for page by page as they come into view, the latest kept. A list that React's components can follow: it says
 * when something has come.
 */
import type { ImageFacts, Thumbnails } from '../../../engine/protocol/data'
import { countPositions, type Positions } from './positions'

/** Images that are asked for at once. */
export const PAGE_SIZE = 256

/** The page that a position is on. */
export function pageOf(position: number): number {
  return Math.floor(position / PAGE_SIZE)
}

/** Bytes of thumbnails that are kept. */
const MOST_BYTES = 64_000_000

/** More at a time would only wait in the worker, behind what has been scrolled away. */
const MOST_ASKED = 2

/** What a model takes an image for. */
export interface Taken {
  readonly name: string
  /** From 0 to 1. */
  readonly probability: number
  /** The label says otherwise. */
  readonly isOther: boolean
  /** What an earlier run took it for, where that is asked. */
  readonly before?: string
}

export interface ImagePage extends Thumbnails {
  /** One an image, where a model is asked. */
  readonly taken?: readonly (Taken | undefined)[]
}

export interface ImagePages {
  /** How many images there are; absent until the first page has come. */
  total(): number | undefined
  /** Counted from 0; absent while it isn't here. */
  page(number: number): ImagePage | undefined
  /** The facts of the image at a position. Absent while its page isn't here. */
  facts(position: number): ImageFacts | undefined
  /** Why pages did not come: one sentence. */
  trouble(): string | undefined
  /** Says which positions are in view, from the first to before the last. Their pages come first, then the neighbours. */
  show(first: number, end: number): void
  /** The images at these positions. None, and a trouble, when the worker can't tell. */
  listImages(positions: Positions): Promise<readonly number[]>
  subscribe(listener: () => void): () => void
  /** Asks for nothing from now on. The pages that are here stay. */
  close(): void
}

/** How the images are asked for. */
export interface ImageSource {
  page(offset: number, limit: number, signal: AbortSignal): Promise<ImagePage>
  /** The numbers of all, in their order. */
  all(signal: AbortSignal): Promise<Uint32Array>
}

export function createImagePages(source: ImageSource): ImagePages {
  /** In the order of their last use. */
  const pages = new Map<number, ImagePage>()
  const asked = new Set<number>()
  const listeners = new Set<() => void>()
  const closing = new AbortController()
  let wanted: readonly number[] = []
  let total: number | undefined
  let trouble: string | undefined
  let bytes = 0

  const tell = (): void => listeners.forEach((listener) => listener())

  const keep = (number: number, page: ImagePage): void => {
    pages.set(number, page)
    bytes += page.rgba.byteLength
    for (const [oldest, { rgba }] of pages) {
      if (bytes <= MOST_BYTES) break
      if (wanted.includes(oldest)) continue
      pages.delete(oldest)
      bytes -= rgba.byteLength
    }
  }

  const fetchPage = async (number: number): Promise<void> => {
    asked.add(number)
    try {
      const page = await source.page(number * PAGE_SIZE, PAGE_SIZE, closing.signal)
      keep(number, page)
      total = page.total
      trouble = undefined
    } catch (error) {
      if (closing.signal.aborted) return
      wanted = []
      trouble = messageOf(error)
    } finally {
      asked.delete(number)
    }
    tell()
    fetchNext()
  }

  const fetchNext = (): void => {
    for (const number of wanted) {
      if (closing.signal.aborted || asked.size >= MOST_ASKED) return
      if (!pages.has(number) && !asked.has(number)) void fetchPage(number)
    }
  }

  const facts = (position: number): ImageFacts | undefined => pages.get(pageOf(position))?.items[position % PAGE_SIZE]

  /** Nothing unless all of them are here. */
  const listSeen = (positions: Positions): readonly number[] | undefined => {
    if (countPositions(positions) > pages.size * PAGE_SIZE) return undefined
    const images: number[] = []
    for (const [from, end] of positions) {
      for (let position = from; position < end; position++) {
        const image = facts(position)?.index
        if (image === undefined) return undefined
        images.push(image)
      }
    }
    return images
  }

  return {
    total: () => total,
    page: (number) => pages.get(number),
    facts,
    trouble: () => trouble,
    show(first, end) {
      wanted = orderPages(first, end, total)
      for (const number of wanted) {
        const page = pages.get(number)
        if (!page) continue
        pages.delete(number)
        pages.set(number, page)
      }
      fetchNext()
    },
    async listImages(positions) {
      const seen = listSeen(positions)
      if (seen) return seen
      try {
        const all = await source.all(closing.signal)
        // Another number of images than those on show: they have changed, and a position means another image.
        return all.length === total ? positions.flatMap(([from, end]) => [...all.subarray(from, end)]) : []
      } catch (error) {
        if (!closing.signal.aborted) {
          trouble = messageOf(error)
          tell()
        }
        return []
      }
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => closing.abort(),
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** The pages in view from the middle outwards, then one on either side. */
function orderPages(first: number, end: number, total: number | undefined): readonly number[] {
  const from = pageOf(first)
  const to = pageOf(Math.max(first, end - 1))
  const last = total === undefined ? to : pageOf(Math.max(0, total - 1))
  const middle = (from + to) / 2
  const inView = Array.from({ length: to - from + 1 }, (_, i) => from + i).toSorted(
    (one, other) => Math.abs(one - middle) - Math.abs(other - middle),
  )
  return [...inView, to + 1, from - 1].filter((number) => number >= 0 && number <= last)
}
