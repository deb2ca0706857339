/** What a part of the report is. A new section is a file with one of these and one line in `sections.ts`. */
import type { ReactNode } from 'react'
import type { ReportFacts } from '../store/report/reportFacts'

/** Draws an image of a block as a picture that stands in the file itself. @returns a `data:` URL. */
export type DrawPicture = (
  block: { readonly rgba: Uint8ClampedArray<ArrayBuffer>; readonly width: number; readonly height: number },
  at: number,
) => string

export interface SectionProps {
  readonly facts: ReportFacts
  readonly drawPicture: DrawPicture
}

export interface Section {
  /** Of its address within the file. */
  readonly id: string
  readonly title: string
  /** Plain: it is drawn once, without effects. What can't be told is said, never left out. */
  Content(props: SectionProps): ReactNode
}
