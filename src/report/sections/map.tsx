import type { CSSProperties } from 'react'
import { colourOf } from '../../figures/map/colours'
import { MAP_DEFINITIONS } from '../../figures/map/definitions'
import { MapDrawing } from '../../figures/map/MapDrawing'
import { countByClass, countMistakes, describeSource, labelOfMap, mapFigures } from '../../figures/map/mapFigures'
import { CLASS_COLUMNS, classRowsOf, isMistake } from '../../figures/map/mapRows'
import { fitPoints } from '../../figures/map/mapView'
import { varianceFigure } from '../../figures/map/varianceFigure'
import type { ImageMap } from '../../model/map/imageMap'
import type { JudgedSplit } from '../../store/report/reportFacts'
import { LineDrawing } from '../../ui/chart/LineDrawing'
import { formatAmount, formatCount } from '../../ui/format'
import { DataTable } from '../parts/DataTable'
import { Figures } from '../parts/Facts'
import { CHART, Figure } from '../parts/Figure'
import { JudgedPart } from '../parts/JudgedPart'
import type { Section } from '../section'

const always = (): boolean => true

/** Which images are alike to the model. */
export const MAP: Section = {
  id: 'map',
  title: 'Map of the images',
  Content: ({ facts }) => (
    <JudgedPart facts={facts}>
      {(judged) =>
        'whyNot' in facts.map ? (
          <p>There is no map of the images. {facts.map.whyNot}</p>
        ) : (
          <Made map={facts.map} judged={judged} />
        )
      }
    </JudgedPart>
  ),
}

function Made({ map, judged: { split, study } }: { readonly map: ImageMap; readonly judged: JudgedSplit }) {
  const { classes } = study
  const counts = countByClass(map.labels, classes.length)
  const { written, footer } = classRowsOf(map, classes)
  const variance = varianceFigure(map.explained)
  const isDrawn = map.images.length < map.total
  return (
    <>
      <p>
        {isDrawn
          ? `${formatCount(map.images.length)} of ${formatAmount(map.total, `${split} image`)}, of each class its share, drawn by chance.`
          : `All ${formatAmount(map.total, `${split} image`)}.`}{' '}
        {describeSource(map)}
      </p>
      <Figures figures={mapFigures(map)} />
      <Figure
        title={`Images by their true class, ${split} split`}
        definition={MAP_DEFINITIONS.map}
        label={`${labelOfMap(map, classes.length)} The table below says how far each class keeps together.`}
        isWide
        picture={
          <MapDrawing
            points={fitPoints(map.points)}
            colours={map.labels}
            classes={classes.length}
            isMistake={(point) => isMistake(map, point)}
            isShown={always}
          />
        }
      >
        <ul className="legend points" aria-label="Legend of the map">
          {classes.map((name, index) => (
            <li key={index} style={{ '--series': colourOf(index, classes.length) } as CSSProperties}>
              <span>
                <bdi>{name}</bdi> · {formatCount(counts[index]!)}
              </span>
            </li>
          ))}
          <li className="mistakes">Mistakes {formatCount(countMistakes(map))}</li>
        </ul>
      </Figure>
      <h3>Neighbours on the map</h3>
      <p className="definition">{MAP_DEFINITIONS.own}</p>
      <DataTable
        name={`Neighbours on the map, ${split} split`}
        columns={CLASS_COLUMNS}
        rows={written}
        footer={footer}
      />
      <div className="grid">
        <Figure
          title={`${variance.title}, ${split} split`}
          definition={variance.definition}
          label="Share of the variance by component, of each and of all up to it"
          picture={<LineDrawing {...variance.drawing} {...CHART} />}
          table={{ columns: variance.columns, rows: variance.written }}
        >
          <ul className="legend" aria-label={`Legend of ${variance.title}`}>
            <li style={{ '--series': 'var(--accent)' } as CSSProperties}>Each component</li>
            <li style={{ '--series': 'var(--ink-3)' } as CSSProperties}>All up to it</li>
          </ul>
        </Figure>
      </div>
    </>
  )
}
