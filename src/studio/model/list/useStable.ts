import { useState } from 'react'
import { isSameValue } from '../../../model/sameValue'

/** The value, or the one before it as long as both hold the same: for what compares by identity. */
export function useStable<Value>(value: Value): Value {
  const [held, hold] = useState(value)
  if (held === value) return held
  if (isSameValue(held, value)) return held
  hold(value)
  return value
}
