/** Which runs are selected, in step with the address: one that names runs selects them, and while runs are compared it has what is selected. */
import { useEffect, useState } from 'react'
import type { RunsPlace } from './place'
import { useToggles } from './useToggles'

/** @param onShown an address of one run has come: it has to be in sight. */
export function usePlacedSelection(
  place: RunsPlace,
  onPlace: (place: RunsPlace, how: 'replace') => void,
  onShown: () => void,
): readonly [selected: ReadonlySet<number>, select: (numbers: readonly number[], isOn?: boolean) => void] {
  const [selected, select, selectOnly] = useToggles()
  const [followed, setFollowed] = useState<RunsPlace>()
  if (place !== followed) {
    setFollowed(place)
    if (place.numbers.length > 0) selectOnly(place.numbers)
    if (place.numbers.length > 0 && !place.isComparing) onShown()
  }
  useEffect(() => {
    const isSame = place.numbers.length === selected.size && place.numbers.every((number) => selected.has(number))
    if (!place.isComparing || isSame) return
    onPlace({ numbers: [...selected].toSorted((one, other) => one - other), isComparing: true }, 'replace')
  }, [place, selected, onPlace])
  return [selected, select]
}
