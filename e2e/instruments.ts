/** Instruments that tests put into the page to see what can't be seen from outside. */
import type { Page } from '@playwright/test'

interface Fiber {
  readonly stateNode: unknown
  readonly memoizedProps: unknown
  readonly child: Fiber | null
  readonly sibling: Fiber | null
}

/**
 * Counts how often React renders the list `Layers`: each render makes new props for its element. Must be called before the page opens,
 * because React looks for the hook when it starts.
 */
export async function watchLayerEditor(page: Page): Promise<{ renders(): Promise<number> }> {
  await page.addInitScript(() => {
    let seen: unknown
    const counter = { renders: 0 }
    const findProps = (fiber: Fiber | null): unknown => {
      for (let at = fiber; at; at = at.sibling) {
        if (at.stateNode instanceof Element && at.stateNode.getAttribute('aria-label') === 'Layers')
          return at.memoizedProps
        const inside = findProps(at.child)
        if (inside) return inside
      }
      return undefined
    }
    Object.assign(window, {
      layerEditor: counter,
      __REACT_DEVTOOLS_GLOBAL_HOOK__: {
        supportsFiber: true,
        inject: () => 1,
        onCommitFiberUnmount: () => undefined,
        onCommitFiberRoot: (_renderer: number, root: { current: Fiber }) => {
          const props = findProps(root.current)
          if (props !== seen) counter.renders += 1
          seen = props
        },
      },
    })
  })
  const read = () =>
    page.evaluate(() => (window as unknown as { layerEditor: { renders: number } }).layerEditor.renders)
  return { renders: read }
}

/** One event of Chromium's trace. Times are in microseconds. */
interface TraceEvent {
  readonly name: string
  readonly pid: number
  readonly tid: number
  readonly dur?: number
  /** The part of `dur` in which the thread had a processor. */
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

export interface LongestTask {
  /** The milliseconds that the page's thread worked without a break. */
  readonly work: number
  /** The same by the clock on the wall. Other programs may have held the processor meanwhile: the software adapter takes all it can get. */
  readonly wall: number
}

/** Watches the tasks of the page's thread from now on; `stop` tells of the longest. */
export async function watchTasks(page: Page): Promise<{ stop(): Promise<LongestTask> }> {
  const browser = page.context().browser()
  if (!browser) throw new Error('Chromium alone can be traced.')
  await browser.startTracing(page, { categories: ['disabled-by-default-devtools.timeline'] })
  return {
    async stop() {
      const trace = JSON.parse((await browser.stopTracing()).toString()) as { traceEvents: TraceEvent[] }
      const thread = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`
      const names = trace.traceEvents.filter(
        ({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain',
      )
      const pages = new Set(names.map(thread))
      // A task has no length when the trace saw only its beginning or its end.
      const tasks = trace.traceEvents.flatMap((event) => {
        const { name, dur, tdur } = event
        const isTask = name === 'RunTask' && pages.has(thread(event))
        return isTask && dur !== undefined && tdur !== undefined ? [{ work: tdur / 1000, wall: dur / 1000 }] : []
      })
      if (tasks.length === 0) throw new Error('The trace holds no task of the page.')
      const longest = (key: 'work' | 'wall') => Math.round(Math.max(...tasks.map((task) => task[key])))
      return { work: longest('work'), wall: longest('wall') }
    },
  }
}

/** Takes from the page and its workers what a hidden tab loses. (Headless Chromium goes on drawing every tab, so none is ever hidden.) */
export async function hideTab(page: Page): Promise<void> {
  await page.evaluate(() => {
    window.requestAnimationFrame = () => 0
    Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' })
    Object.defineProperty(document, 'hidden', { get: () => true })
    document.dispatchEvent(new Event('visibilitychange'))
  })
  for (const worker of page.workers()) {
    await worker.evaluate(() => Object.assign(globalThis, { requestAnimationFrame: () => 0 }))
  }
}

/** Waits until the page was painted so many times. Anything that changes by itself has changed by then, however slow the machine is. */
export async function paint(page: Page, times: number): Promise<void> {
  await page.evaluate(async (frames) => {
    for (let frame = 0; frame < frames; frame++) await new Promise((resolve) => requestAnimationFrame(resolve))
  }, times)
}

/**
 * Brings a change of colours or size to its end. An inherited value moves on from parent to child, a frame each. What is out of sight has
 * its new colours only once it is asked for them, and does not move by itself.
 */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    const moving = () =>
      document.getAnimations().filter(({ effect, playState }) => {
        return playState === 'running' && effect?.getComputedTiming().endTime !== Infinity
      })
    for (let calm = 0; calm < 3; calm++) {
      for (const element of document.querySelectorAll('*')) void getComputedStyle(element).color
      await frame()
      if (moving().length > 0) calm = 0
      for (const animation of moving()) animation.finish()
    }
  })
}

/** Reads the canvases of the page. From now on it counts the canvases that lost what they showed and can be drawn on again. */
export async function watchPictures(
  page: Page,
): Promise<{ read(): Promise<readonly string[]>; restored(): Promise<number> }> {
  const restored = await page.evaluateHandle(() => {
    const canvases = new Set<EventTarget | null>()
    document.addEventListener('contextrestored', ({ target }) => canvases.add(target), { capture: true })
    return canvases
  })
  return {
    read: () => page.evaluate(() => Array.from(document.querySelectorAll('canvas'), (canvas) => canvas.toDataURL())),
    restored: () => restored.evaluate(({ size }) => size),
  }
}
