/** Tells listeners of changes at most ten times a second, right before a painting. It knows nothing of what changes. */

export interface Notifier {
  /** Something has changed: listeners hear of it soon, once for all changes until then. */
  changed(): void
  /** Counts the times that listeners were told. */
  version(): number
  /** Returns a function that ends it. */
  subscribe(listener: () => void): () => void
}

/** Runs a callback before the next painting. */
export type NextFrame = (callback: () => void) => void

/** Charts are costly to draw, and nobody sees more than ten drawings a second. */
const TELL_MILLISECONDS = 100

export function createNotifier(nextFrame: NextFrame): Notifier {
  let version = 0
  let scheduled = false
  let lastTold = -Infinity
  const listeners = new Set<() => void>()

  /** One listener a frame, so that no frame carries all the drawing. */
  const tell = ([listener, ...others]: readonly (() => void)[]): void => {
    if (listener && listeners.has(listener)) listener()
    if (others.length > 0) nextFrame(() => tell(others))
  }

  return {
    changed() {
      if (scheduled) return
      scheduled = true
      const wait = lastTold + TELL_MILLISECONDS - performance.now()
      const beforePainting = (): void =>
        nextFrame(() => {
          scheduled = false
          lastTold = performance.now()
          version++
          tell([...listeners])
        })
      if (wait > 0) setTimeout(beforePainting, wait)
      else beforePainting()
    },
    version: () => version,
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
