import { ColumnsDialog } from './ColumnsDialog'
import { LabelDialog } from './LabelDialog'
import { NamesDialog } from './NamesDialog'
import type { QuestionProps } from './questionProps'
import { RangeDialog } from './RangeDialog'

/** Asks how files are to be read, where they leave it open. */
export function QuestionDialog({ question, onAnswer }: QuestionProps) {
  switch (question.kind) {
    case 'columns':
      return <ColumnsDialog question={question} onAnswer={onAnswer} />
    case 'label':
      return <LabelDialog question={question} onAnswer={onAnswer} />
    case 'names':
      return <NamesDialog question={question} onAnswer={onAnswer} />
    case 'range':
      return <RangeDialog question={question} onAnswer={onAnswer} />
  }
}
