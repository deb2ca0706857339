import { useEffect, useState } from 'react'
import { useReducedMotion } from '../../../ui/useReducedMotion'

/** Slow enough to follow the window and to read the sum. */
const STEP_MILLISECONDS = 900

export interface Play {
  readonly isPlaying: boolean
  /** The person's system asks for less motion: nothing moves by itself. */
  readonly standsStill: boolean
  start(): void
  stop(): void
}

/**
 * Makes a step by itself every now and then, from a press until another one, or until there is no next.
 *
 * @param step memoised: another one is timed anew. Undefined at the end
 */
export function usePlay(step: (() => void) | undefined): Play {
  const standsStill = useReducedMotion()
  const [wanted, setWanted] = useState(false)
  const isPlaying = wanted && !standsStill && step !== undefined

  useEffect(() => {
    if (!isPlaying) return
    const timer = setTimeout(step, STEP_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [isPlaying, step])

  return { isPlaying, standsStill, start: () => setWanted(true), stop: () => setWanted(false) }
}
