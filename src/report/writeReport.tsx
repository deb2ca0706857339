/** The report as one HTML file. It comes on demand: React's own writer of HTML comes with it. */
import { renderToStaticMarkup } from 'react-dom/server'
import type { ReportFacts } from '../store/report/reportFacts'
import { ReportPage } from './ReportPage'
import type { DrawPicture } from './section'

/** Names from files are text there as they are on the page: React escapes them. */
export function writeReport(facts: ReportFacts, drawPicture: DrawPicture): string {
  return `<!doctype html>\n${renderToStaticMarkup(<ReportPage facts={facts} drawPicture={drawPicture} />)}\n`
}
