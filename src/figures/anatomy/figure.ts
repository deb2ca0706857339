import type { StudyFigureText } from '../study/figure'

/** A figure of the inside of a model as far as it is words and numbers. */
export type AnatomyFigureText = StudyFigureText & Required<Pick<StudyFigureText, 'writtenColumns'>>
