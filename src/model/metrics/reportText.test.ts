import { expect, it } from 'vitest'
import { readReportCases } from '../kerasVectors.fixture'
import { reportText } from './reportText'

it.each(readReportCases())('is what scikit-learn prints, for $classes', ({ confusion, classes, text }) => {
  expect(reportText(confusion, classes)).toBe(text)
})
