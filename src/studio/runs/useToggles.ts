import { useCallback, useState } from 'react'

/** A set of runs that are on. Without `isOn`, each of `numbers` is turned over. The functions are the same in every rendering. */
export function useToggles(): readonly [
  on: ReadonlySet<number>,
  toggle: (numbers: readonly number[], isOn?: boolean) => void,
  turnOnOnly: (numbers: readonly number[]) => void,
] {
  const [on, setOn] = useState<ReadonlySet<number>>(new Set())
  const toggle = useCallback((numbers: readonly number[], isOn?: boolean) => {
    setOn((before) => {
      const after = new Set(before)
      for (const number of numbers) {
        if (isOn ?? !before.has(number)) after.add(number)
        else after.delete(number)
      }
      return after
    })
  }, [])
  const turnOnOnly = useCallback((numbers: readonly number[]) => setOn(new Set(numbers)), [])
  return [on, toggle, turnOnOnly]
}
