import { useRunAdvice } from '../../store/run/useRunAdvice'
import { FixButton } from '../../ui/FixButton'
import { Message } from '../../ui/Message'

/** What a teacher would say of the run on show, and what to try next. */
export function RunAdvice() {
  const advice = useRunAdvice()
  if (!advice) return null
  return (
    <Message kind="caution">
      {advice.message}
      {advice.fix === undefined ? (
        ' The recipe is changed: start training again.'
      ) : (
        <FixButton onFix={advice.applyFix}>{advice.fix}</FixButton>
      )}
    </Message>
  )
}
