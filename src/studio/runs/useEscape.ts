import { useEffect, useEffectEvent } from 'react'

/** What has an Escape of its own: a field, which gives up what was typed, and what lies over the page. */
const OWN = 'input:not([type="checkbox"], [type="radio"]), textarea, select, [role="dialog"], [role="menu"]'

/** Calls `leave` when Escape is pressed, while it is on. */
export function useEscape(isOn: boolean, leave: () => void): void {
  const press = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return
    if (event.target instanceof Element && event.target.closest(OWN)) return
    leave()
  })
  useEffect(() => {
    if (!isOn) return undefined
    const hear = (event: KeyboardEvent): void => press(event)
    addEventListener('keydown', hear)
    return () => removeEventListener('keydown', hear)
  }, [isOn])
}
