/**
 * Lets waiting messages in: resolves after one turn of the event loop.
 *
 * A message to oneself is not a timer, so a hidden tab does not slow it down; and it is not a frame, so it needs no page to be drawn.
 */
const turns: (() => void)[] = []
const channel = new MessageChannel()
channel.port1.onmessage = () => turns.shift()?.()

export function breathe(): Promise<void> {
  return new Promise((resolve) => {
    turns.push(resolve)
    channel.port2.postMessage(undefined)
  })
}
