/** What Pause closes and Resume opens: the run loop looks at it before every batch. */
export interface Gate {
  readonly closed: boolean
  close(): void
  open(): void
  /** Resolves when the gate is open or the signal is aborted, whichever comes first. */
  passable(signal: AbortSignal): Promise<void>
}

export function createGate(): Gate {
  let closed = false
  const waiting = new Set<() => void>()
  return {
    get closed() {
      return closed
    },
    close() {
      closed = true
    },
    open() {
      closed = false
      for (const pass of [...waiting]) pass()
    },
    passable(signal) {
      if (!closed || signal.aborted) return Promise.resolve()
      return new Promise((resolve) => {
        const pass = (): void => {
          waiting.delete(pass)
          signal.removeEventListener('abort', pass)
          resolve()
        }
        waiting.add(pass)
        signal.addEventListener('abort', pass)
      })
    },
  }
}
