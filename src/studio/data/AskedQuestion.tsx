import { useActions, useSession } from '../../store/hooks'
import { QuestionDialog } from './QuestionDialog'

/** The question that files raised which a person opened. */
export function AskedQuestion() {
  const question = useSession((session) => session.data.question)
  const { answerQuestion } = useActions()
  return (
    question && (
      <QuestionDialog key={question.file} question={question} onAnswer={(answer) => void answerQuestion(answer)} />
    )
  )
}
