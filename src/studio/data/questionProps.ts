/** What a dialog gets that asks how files are to be read. */
import type { ImportAnswer, ImportQuestion } from '../../data/importSettings'

export interface QuestionProps<Question extends ImportQuestion = ImportQuestion> {
  readonly question: Question
  /** Called without an answer when a person cancels. */
  onAnswer(answer: ImportAnswer | undefined): void
}
