import { withoutBidiControls } from '../../common/text'
import type { JudgedSplit, PictureKind } from '../../store/report/reportFacts'
import { formatCount, formatPercent } from '../../ui/format'
import { JudgedPart } from '../parts/JudgedPart'
import type { DrawPicture, Section } from '../section'

interface KindText {
  readonly kind: PictureKind
  readonly title: string
  readonly definition: string
  /** Where there are none. */
  readonly none: string
}

const KINDS: readonly KindText[] = [
  {
    kind: 'mistakes',
    title: 'Mistakes, the surest first',
    definition: 'Images that are taken for another class, by how probable the model finds that class.',
    none: 'No image is taken for another class.',
  },
  {
    kind: 'unsure',
    title: 'Least sure',
    definition:
      'Images by how far the most probable class is before the next, the closest first. Some are told rightly.',
    none: 'There are no images.',
  },
  {
    kind: 'labels',
    title: 'Labels that may be faults',
    definition:
      'Images whose labels agree least with the model, by confident learning (Northcutt, Jiang and Chuang, 2021), of those that it takes for another class. The label may be wrong, or the model: a person has to look.',
    none: 'No label disagrees with the model.',
  },
]

/** The images that deserve a look. */
export const PICTURES: Section = {
  id: 'images',
  title: 'Images that deserve a look',
  Content: ({ facts, drawPicture }) => (
    <JudgedPart facts={facts}>
      {(judged) => KINDS.map((text) => <Kind key={text.kind} {...text} judged={judged} drawPicture={drawPicture} />)}
    </JudgedPart>
  ),
}

interface KindProps extends KindText {
  readonly judged: JudgedSplit
  readonly drawPicture: DrawPicture
}

function Kind({ kind, title, definition, none, judged, drawPicture }: KindProps) {
  const { images, thumbnails, total } = judged.pictures[kind]
  const { classes } = judged.study
  return (
    <>
      <h3>{title}</h3>
      <p className="definition">{definition}</p>
      {images.length === 0 ? (
        <p>{none}</p>
      ) : (
        <>
          {total !== undefined && total > images.length && (
            <p className="remark">
              The first {formatCount(images.length)} of {formatCount(total)}.
            </p>
          )}
          <ul className="pictures">
            {images.map(({ image, label, predicted, probabilities }, at) => {
              // The data may have a class that the model lacks.
              const truth = withoutBidiControls(label)
              const own = probabilities[classes.indexOf(truth)]
              const guess = classes[predicted] ?? ''
              return (
                <li key={image}>
                  <img
                    src={drawPicture(thumbnails, at)}
                    width={thumbnails.width}
                    height={thumbnails.height}
                    alt={withoutBidiControls(thumbnails.items[at]?.path ?? '')}
                  />
                  <p>
                    True <bdi>{truth}</bdi> ({own === undefined ? 'no class of the model' : formatPercent(own, 1)})
                    <br />
                    Told <bdi>{guess}</bdi> ({formatPercent(probabilities[predicted], 1)})
                  </p>
                </li>
              )
            })}
          </ul>
        </>
      )}
    </>
  )
}
