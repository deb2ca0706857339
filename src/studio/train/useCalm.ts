import { useEffect, useRef, useState } from 'react'

const CALM_MILLISECONDS = 500

/** The value, at most twice a second so that it can be read; but at once when `urgency` changes. */
export function useCalm<Value>(value: Value, urgency: unknown): Value {
  const [shown, setShown] = useState({ value, urgency })
  const latest = useRef(value)

  useEffect(() => {
    latest.current = value
  }, [value])

  const isBehind = shown.value !== value
  useEffect(() => {
    if (!isBehind) return
    const timer = setTimeout(() => setShown({ value: latest.current, urgency }), CALM_MILLISECONDS)
    return () => clearTimeout(timer)
  }, [isBehind, shown, urgency])

  if (shown.urgency === urgency) return shown.value
  setShown({ value, urgency })
  return value
}
