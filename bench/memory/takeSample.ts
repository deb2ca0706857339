/** What a page holds at a moment, in bytes and in numbers of things, after the garbage is gone. */
import { readFileSync } from 'node:fs'
import type { Browser, Page } from '@playwright/test'
import { openThreads, type Thread } from './askThreads'

/** By name, such as `page, heap` or `engine, buffers`. Bytes, but for the two that are counts. */
export type Sample = Readonly<Record<string, number>>

export const COUNTS: ReadonlySet<string> = new Set(['page, DOM nodes', 'page, listeners'])

interface HeapUsage {
  readonly usedSize: number
  /** Of objects that the engine of the browser holds for JavaScript, such as nodes. */
  readonly embedderHeapUsedSize: number
  /** Of ArrayBuffers and of WebAssembly's memory. */
  readonly backingStorageSize: number
}

/** Garbage that only the finalizers of garbage let go takes a second turn. */
const TURNS = 3

export async function takeSample(browser: Browser, page: Page): Promise<Sample> {
  const { threads, close } = await openThreads(browser, page)
  for (const { ask } of threads) {
    await ask('HeapProfiler.enable')
    for (let turn = 0; turn < TURNS; turn++) await ask('HeapProfiler.collectGarbage')
  }
  const heaps = await Promise.all(threads.map(readHeap))
  const { nodes, jsEventListeners } = (await threads[0]!.ask('Memory.getDOMCounters')) as {
    nodes: number
    jsEventListeners: number
  }
  await close()
  return {
    ...Object.assign({}, ...heaps),
    'page, DOM nodes': nodes,
    'page, listeners': jsEventListeners,
    ...(await readDeviceBytes(page)),
    'storage of the browser': await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? NaN),
    ...(await readProcesses(browser)),
  } as Sample
}

async function readHeap({ name, ask }: Thread): Promise<Sample> {
  const { usedSize, embedderHeapUsedSize, backingStorageSize } = (await ask('Runtime.getHeapUsage')) as HeapUsage
  return { [`${name}, heap`]: usedSize + embedderHeapUsedSize, [`${name}, buffers`]: backingStorageSize }
}

const UNITS: Readonly<Record<string, number>> = { B: 1, kB: 1e3, MB: 1e6, GB: 1e9 }

/** The status bar's figure. It shows none while nothing is held. */
async function readDeviceBytes(page: Page): Promise<Sample> {
  const [text] = await page.getByText(/^[\d.,]+ [kMG]?B of (GPU )?memory$/).allTextContents()
  const [, value = '', unit = ''] = /^([\d.,]+) ([kMG]?B)/.exec(text ?? '') ?? []
  return text === undefined
    ? {}
    : { 'device, as the page says': Number(value.replaceAll(',', '')) * (UNITS[unit] ?? NaN) }
}

/** What the processes of the page and of the GPU hold in memory. Linux tells it; elsewhere they are left out. */
async function readProcesses(browser: Browser): Promise<Sample> {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const sums: Record<string, number> = {}
  for (const { type, id } of processInfo) {
    const bytes = type === 'renderer' || type === 'GPU' ? residentBytes(id) : undefined
    const name = `process, ${type === 'GPU' ? 'GPU' : 'page'}`
    if (bytes !== undefined) sums[name] = (sums[name] ?? 0) + bytes
  }
  return sums
}

/** Memory of its own, without what it shares with other processes. */
function residentBytes(process: number): number | undefined {
  try {
    const [, resident, shared] = readFileSync(`/proc/${process}/statm`, 'utf8').split(' ').map(Number)
    return ((resident ?? NaN) - (shared ?? NaN)) * 4096
  } catch {
    return undefined
  }
}
