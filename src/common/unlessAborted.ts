/**
 * Waits for something that can't be cancelled, but no longer than it is wanted.
 * @throws the signal's reason as soon as it is aborted. The work itself goes on, and nobody hears its result.
 */
export async function unlessAborted<Value>(promise: Promise<Value>, signal: AbortSignal | undefined): Promise<Value> {
  if (!signal) return promise
  promise.catch(() => undefined)
  signal.throwIfAborted()
  const listening = new AbortController()
  const aborted = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { signal: listening.signal })
  })
  try {
    return await Promise.race([promise, aborted])
  } finally {
    listening.abort()
  }
}
