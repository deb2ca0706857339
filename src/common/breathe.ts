/** How long work lets messages in, such as one that cancels it. */

/** A loop that is watched breathes this often. */
const SLICE_MILLISECONDS = 12

const turns: (() => void)[] = []
const channel = new MessageChannel()
channel.port1.onmessage = () => turns.shift()?.()

/**
 * Resolves after one turn of the event loop.
 *
 * It sends a message to itself. A message is not a timer, so a hidden tab does not slow it down. It is not a frame, so no page has to be
 * drawn.
 */
export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    turns.push(resolve)
    channel.port2.postMessage(undefined)
  })
}

/**
 * For a long loop. Await what it returns often, such as after every megabyte of pixels. It breathes when a slice of time is over.
 * @param onBreath called just before, to say how far the loop has come
 * @throws the signal's reason, when it is aborted
 */
export function createBreather(signal: AbortSignal, onBreath?: () => void): () => Promise<void> {
  let last = performance.now()
  return async () => {
    if (performance.now() - last < SLICE_MILLISECONDS) return
    onBreath?.()
    await breathe()
    signal.throwIfAborted()
    last = performance.now()
  }
}
