import { formatMoment } from '../ui/format'
import type { SectionProps } from './section'
import { SECTIONS } from './sections'
import { REPORT_STYLE } from './style'
import { titleOfModel } from './titleOfModel'

/** Whatever a name in it says, the file loads nothing, runs nothing and sends nothing. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"

/** The whole file. */
export function ReportPage(props: SectionProps) {
  const { facts } = props
  const title = titleOfModel(facts)
  return (
    <html lang="en">
      <head>
        <meta charSet="utf-8" />
        <meta httpEquiv="Content-Security-Policy" content={POLICY} />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{`${title} – Strata report`}</title>
        <style>{REPORT_STYLE}</style>
      </head>
      <body>
        <header>
          <p>Strata report, {formatMoment(facts.made)}</p>
          <h1>{title}</h1>
        </header>
        <nav aria-labelledby="contents">
          <h2 id="contents">Contents</h2>
          <ol>
            {SECTIONS.map(({ id, title: name }) => (
              <li key={id}>
                <a href={`#${id}`}>{name}</a>
              </li>
            ))}
          </ol>
        </nav>
        <main>
          {SECTIONS.map(({ id, title: name, Content }) => (
            <section key={id} id={id} aria-labelledby={`${id}-title`}>
              <h2 id={`${id}-title`}>{name}</h2>
              <Content {...props} />
            </section>
          ))}
        </main>
        <footer>
          <p>
            This file needs nothing beside it. It holds what was measured, the recipe, and the few images that are
            shown: no weights, and no other data.
          </p>
        </footer>
      </body>
    </html>
  )
}
