import { useEffect, useState } from 'react'

export interface Answer<Value> {
  /** The last answer: it stands until the next one is here, so that nothing blinks. */
  readonly value?: Value
  /** Why there is none: one sentence. */
  readonly trouble?: string
}

/** Asks, and again whenever the question or what it is asked about changes; one that is out of date is aborted. The question must be memoised. */
export function useAnswer<Value>(
  ask: ((signal: AbortSignal) => Promise<Value>) | undefined,
  about: unknown,
): Answer<Value> {
  const [answer, setAnswer] = useState<Answer<Value>>({})

  useEffect(() => {
    if (!ask) return
    const controller = new AbortController()
    ask(controller.signal).then(
      (value) => {
        if (!controller.signal.aborted) setAnswer({ value })
      },
      (error: unknown) => {
        if (!controller.signal.aborted) setAnswer({ trouble: error instanceof Error ? error.message : String(error) })
      },
    )
    return () => controller.abort()
  }, [ask, about])

  return answer
}
