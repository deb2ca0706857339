/** The studio, and the pages beside it by their addresses. What is out of sight keeps its state, and hears no key. */
import { Activity, lazy, Suspense, useState, useSyncExternalStore } from 'react'
import { Shell } from './Shell'

const BenchShell = lazy(async () => ({ default: (await import('./BenchShell')).BenchShell }))

const BENCH = '#bench'

export function App() {
  const isBench = useSyncExternalStore(subscribe, () => location.hash === BENCH)
  const [wasBench, setWasBench] = useState(isBench)
  if (isBench && !wasBench) setWasBench(true)
  return (
    <>
      <Activity mode={isBench ? 'hidden' : 'visible'}>
        <Shell />
      </Activity>
      {wasBench && (
        <Activity mode={isBench ? 'visible' : 'hidden'}>
          <Suspense>
            <BenchShell />
          </Suspense>
        </Activity>
      )}
    </>
  )
}

function subscribe(listener: () => void): () => void {
  addEventListener('hashchange', listener)
  return () => removeEventListener('hashchange', listener)
}
