/** How much memory the page's process takes on top of what it had, workers included. Linux tells it by process. */
import { readFileSync, statSync } from 'node:fs'
import type { Browser } from '@playwright/test'

const EVERY_MS = 10

export interface MemoryPeak {
  /** On top of what was there before, without the size of the files. */
  readonly peakBytes: number
  /** On top of what was there before, with the files. */
  readonly peakWithFilesBytes: number
}

/** Watches from now on; `stop` tells the peak. Undefined where the system does not say. */
export async function watchMemory(
  browser: Browser,
  files: readonly string[],
): Promise<{ stop(): MemoryPeak | undefined }> {
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
      if (before === 0) return undefined
      const peakWithFilesBytes = Math.max(peak, read()) - before
      const size = files.reduce((sum, file) => sum + statSync(file).size, 0)
      return { peakBytes: peakWithFilesBytes - size, peakWithFilesBytes }
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
