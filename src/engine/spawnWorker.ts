/**
 * Starts a module worker that is bound by the page's Content-Security-Policy.
 *
 * A worker loaded from the network takes its policy from its own response, so a policy in a `<meta>` of the page would not hold in it. A
 * worker loaded from a `blob:` inherits the policy of whoever starts it (HTML, "initialize a policy container"). So the worker's first
 * script is a blob of one line that imports the real one.
 *
 * @param url of the worker's module, absolute or relative to the origin.
 * @param name shown by the browser's developer tools.
 */
export function spawnWorker(url: string, name: string): Worker {
  const absolute = new URL(url, import.meta.url).href
  const bootstrap = URL.createObjectURL(new Blob([`import ${JSON.stringify(absolute)}`], { type: 'text/javascript' }))
  const worker = new Worker(bootstrap, { type: 'module', name })
  const forget = (): void => URL.revokeObjectURL(bootstrap)
  worker.addEventListener('message', forget, { once: true })
  worker.addEventListener('error', forget, { once: true })
  return worker
}
