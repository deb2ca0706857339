/** How much memory the page's process takes on top of what it had, workers included. Linux tells it by process. */
import { readFileSync } from 'node:fs'
import type { Browser } from '@playwright/test'

const EVERY_MS = 10

/**
 * Watches from now on; `stop` tells the peak in bytes beyond what was there before, with all that was read of the files. Undefined where
 * the system does not say.
 */
export async function watchMemory(browser: Browser): Promise<{ stop(): number | undefined }> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = (await session.send('SystemInfo.getProcessInfo')) as {
    processInfo: readonly { type: string; id: number }[]
  }
  await session.detach()
  const renderers = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
  const read = (): number => renderers.reduce((sum, id) => sum + residentBytes(id), 0)
  const before = read()
  let peak = before
  const timer = setInterval(() => (peak = Math.max(peak, read())), EVERY_MS)
  return {
    stop() {
      clearInterval(timer)
      return before > 0 ? Math.max(peak, read()) - before : undefined
    },
  }
}

function residentBytes(process: number): number {
  try {
    const pages = readFileSync(`/proc/${process}/statm`, 'utf8').split(' ')[1]
    return Number(pages) * 4096
  } catch {
    return 0
  }
}
