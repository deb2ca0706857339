import { useEffect, useState } from 'react'

export interface Answer<Value, About> {
  /** The last answer: it stands until the next one is here, so that nothing blinks. */
  readonly value?: Value
  /** Why there is none: one sentence. */
  readonly trouble?: string
  /** The subject of the answer. */
  readonly about?: About
}

/**
 * Asks, and asks again whenever the question or its subject changes. An answer that is out of date is dropped.
 *
 * @param ask memoised. Absent when there is nothing to ask.
 * @param restMilliseconds how long the question must stand before it is asked
 */
export function useAnswer<Value, About>(
  ask: ((signal: AbortSignal) => Promise<Value>) | undefined,
  about: About,
  restMilliseconds = 0,
): Answer<Value, About> {
  const [answer, setAnswer] = useState<Answer<Value, About>>({})

  useEffect(() => {
    if (!ask) return
    const controller = new AbortController()
    const { signal } = controller
    const put = (): void => {
      ask(signal).then(
        (value) => {
          if (!signal.aborted) setAnswer({ value, about })
        },
        (error: unknown) => {
          if (!signal.aborted) setAnswer({ trouble: error instanceof Error ? error.message : String(error), about })
        },
      )
    }
    const timer = restMilliseconds > 0 ? setTimeout(put, restMilliseconds) : undefined
    if (timer === undefined) put()
    return () => {
      clearTimeout(timer)
      controller.abort()
    }
  }, [ask, about, restMilliseconds])

  return answer
}
