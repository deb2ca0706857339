/** Speaks to every thread of a page by Chromium's protocol: the page's own, and those of its workers and their workers. */
import type { Browser, CDPSession, Page } from '@playwright/test'

export interface Thread {
  /** `page`, or the worker's name, numbered where there are several. */
  readonly name: string
  /** Sends a command without arguments, and hands back what it answers. */
  ask(method: string): Promise<unknown>
}

interface TargetInfo {
  readonly type: string
  readonly title: string
  readonly targetId: string
}

interface Answer {
  readonly id?: number
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

/** Lists the threads of the only page that the browser has open. `close` lets go of them. */
export async function openThreads(
  browser: Browser,
  page: Page,
): Promise<{ readonly threads: readonly Thread[]; close(): Promise<void> }> {
  const own = await page.context().newCDPSession(page)
  const all = await browser.newBrowserCDPSession()
  const { targetInfos } = (await all.send('Target.getTargets', { filter: [{ type: 'worker' }] })) as {
    targetInfos: readonly TargetInfo[]
  }
  const workers = await Promise.all(targetInfos.map((info) => openWorker(all, info)))
  return {
    threads: [
      { name: 'page', ask: (method) => own.send(method as 'Runtime.getHeapUsage') },
      ...numbered(workers.toSorted((one, other) => one.name.localeCompare(other.name))),
    ],
    async close() {
      await own.detach()
      await all.detach()
    },
  }
}

/** Playwright has no session for a worker, so commands travel as text in commands of the browser's session. */
async function openWorker(browser: CDPSession, { targetId, title }: TargetInfo): Promise<Thread> {
  const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: false })
  let asked = 0
  return {
    name: title,
    async ask(method) {
      const id = ++asked
      const answer = new Promise<Answer>((resolve) => {
        const hear = (event: { readonly sessionId: string; readonly message: string }): void => {
          const heard = JSON.parse(event.message) as Answer
          if (event.sessionId !== sessionId || heard.id !== id) return
          browser.off('Target.receivedMessageFromTarget', hear)
          resolve(heard)
        }
        browser.on('Target.receivedMessageFromTarget', hear)
      })
      await browser.send('Target.sendMessageToTarget', { sessionId, message: JSON.stringify({ id, method }) })
      const { result, error } = await answer
      if (error) throw new Error(`${title}: ${method}: ${error.message}`)
      return result
    },
  }
}

/** Of several threads of one name, each by its number. */
function numbered(threads: readonly Thread[]): readonly Thread[] {
  return threads.map((thread, at) => {
    const namesakes = threads.filter(({ name }) => name === thread.name)
    if (namesakes.length === 1) return thread
    return {
      ...thread,
      name: `${thread.name} ${threads.slice(0, at).filter(({ name }) => name === thread.name).length + 1}`,
    }
  })
}
