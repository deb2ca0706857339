import { useEffect, useReducer, useRef } from 'react'
import { addEvent, type BenchEvent, type BenchReport, type BlockName } from '../../bench/report/report'
import { startBench, type StartedBench } from '../../bench/startBench'

export interface BenchProgress {
  readonly block: BlockName
  readonly doing: string
  /** Of the block, from 0 to 1. */
  readonly share: number
}

export interface BenchState {
  readonly status: 'idle' | 'measuring' | 'ended'
  readonly report?: BenchReport | undefined
  readonly progress?: BenchProgress
  /** Why it could not go on: one sentence. */
  readonly trouble?: string
}

/** A bench that ends when the page is left. What it has measured stays. */
export function useBench(): BenchState & { start(): void; stop(): void } {
  const [state, hear] = useReducer(next, { status: 'idle' })
  const bench = useRef<StartedBench>(undefined)
  useEffect(
    () => () => {
      if (!bench.current) return
      bench.current.abandon()
      bench.current = undefined
      hear({ type: 'end' })
    },
    [],
  )
  return {
    ...state,
    start() {
      bench.current?.abandon()
      hear({ type: 'start' })
      bench.current = startBench((event) => {
        if (event.type === 'end') bench.current = undefined
        hear(event)
      })
    },
    stop: () => bench.current?.stop(),
  }
}

function next(state: BenchState, event: BenchEvent | { readonly type: 'start' }): BenchState {
  if (event.type === 'start') return { status: 'measuring' }
  const report = addEvent(state.report, event)
  switch (event.type) {
    case 'progress':
      return { ...state, progress: event }
    case 'end':
      return { status: 'ended', report, ...(event.reason !== undefined && { trouble: event.reason }) }
    case 'begin':
    case 'block':
      return { ...state, report }
  }
}
