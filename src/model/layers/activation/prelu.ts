/** PReLU: a ReLU that learns by what it multiplies negative values (He et al., 2015). */
import { defineLayer, type LayerProblem, type Shape } from '../define'
import { LayerConfigError, readIntegers } from '../kerasConfig'
import { SAME_SHAPE } from '../sameShape'
import { weightArguments, type WeightArgs } from '../weightArguments'

/** Axes count from 1, as in Keras: those of an image are its height, its width and its channels. */
const SHARED_AXES = [
  { value: 'none', label: 'none: every value has its own' },
  { value: '1, 2', label: '1, 2: every channel has its own' },
  { value: '1, 2, 3', label: '1, 2, 3: one for all' },
  { value: '1', label: '1' },
  { value: '2', label: '2' },
  { value: '3', label: '3' },
  { value: '1, 3', label: '1, 3' },
  { value: '2, 3', label: '2, 3' },
] as const

type SharedAxes = (typeof SHARED_AXES)[number]['value']

type PReLUArgs = WeightArgs<'alpha'> & {
  readonly sharedAxes: SharedAxes
}

const alpha = weightArguments('alpha', 'Alpha', 'zeros')

function axesOf(sharedAxes: SharedAxes): readonly number[] {
  return sharedAxes === 'none' ? [] : sharedAxes.split(', ').map(Number)
}

/** The input's shape, with length 1 along the axes that share a value. */
export function alphaShapeOf(sharedAxes: SharedAxes, input: Shape): Shape {
  const axes = axesOf(sharedAxes)
  return input.map((length, axis) => (axes.includes(axis + 1) ? 1 : length))
}

export const prelu = defineLayer<'PReLU', PReLUArgs>({
  ...SAME_SHAPE,
  className: 'PReLU',
  family: 'activation',
  keywords: ['parametric relu', 'nonlinearity'],
  summary: 'Lets positive values pass and multiplies negative ones by factors that it learns.',
  defaults: { sharedAxes: 'none', ...alpha.defaults },
  fields: [
    {
      kind: 'choice',
      name: 'sharedAxes',
      label: 'Shared axes',
      help: 'The axes along which values share a factor. Behind a convolution, 1 and 2 give each channel one, wherever in the image.',
      options: SHARED_AXES,
    },
    ...alpha.fields,
  ],
  problems({ sharedAxes }, input): readonly LayerProblem[] {
    const beyond = axesOf(sharedAxes).find((axis) => axis > input.length)
    if (beyond === undefined) return []
    return [
      {
        severity: 'error',
        field: 'sharedAxes',
        message: `The input has no axis ${beyond}: let every value have a factor of its own.`,
        fix: { kind: 'update', args: { sharedAxes: 'none' }, label: 'Share none' },
      },
    ]
  },
  weights: (args, input) => [{ name: 'alpha', shape: alphaShapeOf(args.sharedAxes, input), ...alpha.spec(args) }],
  toConfig: ({ sharedAxes, ...args }) => ({
    ...alpha.toConfig(args),
    alpha_constraint: null,
    shared_axes: sharedAxes === 'none' ? null : axesOf(sharedAxes),
  }),
  fromConfig: (config) => ({
    sharedAxes: readSharedAxes(config),
    ...alpha.fromConfig(config),
  }),
})

/** Keras writes a list, and takes one number for a list of one. */
function readSharedAxes(config: Readonly<Record<string, unknown>>): SharedAxes {
  const given = config['shared_axes']
  if (given === null || given === undefined) return 'none'
  const axes = typeof given === 'number' ? [given] : readIntegers(config, 'shared_axes')
  const name = axes.length === 0 ? 'none' : [...new Set(axes)].toSorted((a, b) => a - b).join(', ')
  const found = SHARED_AXES.find(({ value }) => value === name)
  if (!found) throw new LayerConfigError(`has ${JSON.stringify(given)} for shared_axes; Strata has axes from 1 to 3`)
  return found.value
}
