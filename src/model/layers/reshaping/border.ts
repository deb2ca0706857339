/** ZeroPadding2D and Cropping2D: a border around the image, put on or cut off. */
import { defineLayer, formatShape } from '../define'
import type { LayerProblem } from '../define'
import { readSides, requireValue } from '../kerasConfig'
import type { Pair } from '../pair'
import { findImageProblem } from '../sliding'

type BorderArgs = {
  /** Above and below. */
  readonly rows: Pair
  /** Left and right. */
  readonly columns: Pair
}

interface Border<ClassName extends string> {
  readonly className: ClassName
  readonly keywords: readonly string[]
  readonly summary: string
  /** Keras's argument. */
  readonly argument: string
  /** What Keras takes when the argument is left out. */
  readonly missing: number
  /** What becomes of the rows or columns: `are put on`. */
  readonly verb: string
  /** 1 for a border that is put on, -1 for one that is cut off. */
  readonly sign: 1 | -1
}

function defineBorder<const ClassName extends string>(border: Border<ClassName>) {
  const { className, argument, verb, sign } = border
  const outputShape = ({ rows, columns }: BorderArgs, [height = 0, width = 0, ...rest]: readonly number[]) => [
    height + sign * (rows[0] + rows[1]),
    width + sign * (columns[0] + columns[1]),
    ...rest,
  ]
  return defineLayer<ClassName, BorderArgs>({
    className,
    family: 'reshaping',
    keywords: border.keywords,
    summary: border.summary,
    lastAxis: 'kept',
    defaults: { rows: [1, 1], columns: [1, 1] },
    fields: [
      {
        kind: 'pair',
        name: 'rows',
        label: 'Rows',
        help: `How many rows ${verb} above and below, such as 0 × 1; one number stands for both.`,
        min: 0,
        max: 1024,
      },
      {
        kind: 'pair',
        name: 'columns',
        label: 'Columns',
        help: `How many columns ${verb} left and right, such as 0 × 1; one number stands for both.`,
        min: 0,
        max: 1024,
      },
    ],
    problems(args, input, image): readonly LayerProblem[] {
      const imageProblem = findImageProblem(className, input, image)
      if (imageProblem) return [imageProblem]
      const fix = { kind: 'remove', label: `Remove ${className}` } as const
      const [rows, columns] = [args.rows[0] + args.rows[1], args.columns[0] + args.columns[1]]
      if (rows + columns === 0) {
        return [
          { severity: 'hint', message: 'The border has no rows and no columns, so this layer changes nothing.', fix },
        ]
      }
      if (Math.min(...outputShape(args, input)) > 0) return []
      return [
        {
          severity: 'error',
          field: outputShape(args, input)[0]! > 0 ? 'columns' : 'rows',
          message: `${rows} rows and ${columns} columns are cut off, but the input has only ${formatShape(input.slice(0, 2))}: cut off less, or remove the layer.`,
          fix,
        },
      ]
    },
    outputShape,
    weights: () => [],
    flops: () => 0,
    toConfig: ({ rows, columns }) => ({ [argument]: [rows, columns], data_format: 'channels_last' }),
    fromConfig(config) {
      requireValue(config, 'data_format', 'channels_last')
      const [rows, columns] = readSides(config, argument, border.missing)
      return { rows, columns }
    },
  })
}

export const zeroPadding2d = defineBorder({
  className: 'ZeroPadding2D',
  keywords: ['pad', 'margin', 'frame'],
  summary: 'Puts a border of zeros around the image, so that filters reach its edges, or to bring it to a size.',
  argument: 'padding',
  missing: 1,
  verb: 'of zeros are put on',
  sign: 1,
})

export const cropping2d = defineBorder({
  className: 'Cropping2D',
  keywords: ['crop', 'cut', 'trim'],
  summary: 'Cuts a border off the image: what is never of interest, or to bring it to a size.',
  argument: 'cropping',
  missing: 0,
  verb: 'are cut off',
  sign: -1,
})
