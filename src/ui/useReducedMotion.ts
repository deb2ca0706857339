import { useMedia } from './useMedia'

/** Whether the person has asked their system for less motion. */
export function useReducedMotion(): boolean {
  return useMedia('(prefers-reduced-motion: reduce)')
}
