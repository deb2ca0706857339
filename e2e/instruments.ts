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

/** Keeps the longest task of the page's thread from now on, in milliseconds. Tasks under 50 ms count as none. */
export async function watchLongTasks(page: Page): Promise<{ longest(): Promise<number> }> {
  await page.evaluate(() => {
    const kept = { longest: 0 }
    Object.assign(window, { longTasks: kept })
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) kept.longest = Math.max(kept.longest, duration)
    }).observe({ type: 'longtask' })
  })
  return {
    longest: () => page.evaluate(() => (window as unknown as { longTasks: { longest: number } }).longTasks.longest),
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

/** Waits until a change of colours or size has come to rest. */
export async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    const moving = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity)
    await Promise.allSettled(moving.map(({ finished }) => finished))
  })
}
