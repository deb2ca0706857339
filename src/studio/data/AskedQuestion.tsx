import { Suspense } from 'react'
import { useActions, useSession } from '../../store/hooks'
import { onDemand } from '../../ui/onDemand'

const QuestionDialog = onDemand(async () => (await import('./QuestionDialog')).QuestionDialog)

/** The question that files raised which a person opened. */
export function AskedQuestion() {
  const question = useSession((session) => session.data.question)
  const { answerQuestion } = useActions()
  return (
    question && (
      <Suspense>
        <QuestionDialog key={question.file} question={question} onAnswer={(answer) => void answerQuestion(answer)} />
      </Suspense>
    )
  )
}
