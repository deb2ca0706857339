import { useEffect, useRef, useState } from 'react'

const REST_MILLISECONDS = 350

export interface KeyboardRest {
  readonly resting: boolean
  /** Ends the rest until the focus comes anew. */
  dismiss(): void
  /** For the element around what takes the focus. */
  readonly handlers: { onPointerDown(): void; onFocus(): void; onInput(): void; onBlur(): void }
}

/** Whether the focus has come by keyboard and stayed for a moment. Passing through is no rest. */
export function useKeyboardRest(): KeyboardRest {
  const [focused, setFocused] = useState(false)
  const [resting, setResting] = useState(false)
  const byPointer = useRef(false)

  useEffect(() => {
    if (!focused) return
    const timer = setTimeout(() => setResting(true), REST_MILLISECONDS)
    return () => {
      clearTimeout(timer)
      setResting(false)
    }
  }, [focused])

  const dismiss = (): void => setFocused(false)
  return {
    resting,
    dismiss,
    handlers: {
      onPointerDown() {
        byPointer.current = true
        dismiss()
      },
      onFocus: () => setFocused(!byPointer.current),
      // Who types has read it, and wants to see.
      onInput: dismiss,
      onBlur() {
        byPointer.current = false
        dismiss()
      },
    },
  }
}
