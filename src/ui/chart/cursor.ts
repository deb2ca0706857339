/** The place that charts are read at. Charts that share one are read together. */

export interface ChartCursor {
  /** In values of the axis along; undefined while nothing is read. */
  place(): number | undefined
  moveTo(place: number | undefined): void
  /** Returns a function that ends it. */
  subscribe(listener: () => void): () => void
}

export function createChartCursor(): ChartCursor {
  let at: number | undefined
  const listeners = new Set<() => void>()
  return {
    place: () => at,
    moveTo(place) {
      if (at === place) return
      at = place
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
