import type { NamedFigure } from '../../ui/Figures'

/** Names and what they are, one below the other. */
export function Facts({ facts }: { readonly facts: readonly (readonly [name: string, value: string])[] }) {
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>
            <bdi>{value}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Numbers with their names, and below each what it is. */
export function Figures({ figures }: { readonly figures: readonly NamedFigure[] }) {
  return (
    <dl className="figures">
      {figures.map(({ name, value, definition }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd className="value">{value}</dd>
          {definition !== undefined && <dd className="definition">{definition}</dd>}
        </div>
      ))}
    </dl>
  )
}
