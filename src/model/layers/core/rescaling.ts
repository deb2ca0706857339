/** Rescaling: every value times one number, plus another. */
import { defineLayer, sizeOf } from '../define'
import { readNumber } from '../kerasConfig'
import { changesNothing, SAME_SHAPE } from '../sameShape'

type RescalingArgs = {
  readonly scale: number
  readonly offset: number
}

export const rescaling = defineLayer<'Rescaling', RescalingArgs>({
  ...SAME_SHAPE,
  className: 'Rescaling',
  family: 'core',
  keywords: ['normalise', 'normalize', 'scale'],
  summary: 'Multiplies every value by one number and adds another, as to bring pixels from 0 to 1 into -1 to 1.',
  defaults: { scale: 2, offset: -1 },
  fields: [
    {
      kind: 'number',
      name: 'scale',
      label: 'Scale',
      help: 'What every value is multiplied by. Pixels come in as the recipe normalises them, not from 0 to 255.',
      min: -1_000_000,
      max: 1_000_000,
      step: 0.1,
    },
    {
      kind: 'number',
      name: 'offset',
      label: 'Offset',
      help: 'What is added to every value then.',
      min: -1_000_000,
      max: 1_000_000,
      step: 0.1,
    },
  ],
  problems: ({ scale, offset }) =>
    scale === 1 && offset === 0 ? [changesNothing('Rescaling', 'Every value is multiplied by 1')] : [],
  flops: (_args, input) => 2 * sizeOf(input),
  toConfig: ({ scale, offset }) => ({ scale, offset }),
  fromConfig: (config) => ({ scale: readNumber(config, 'scale'), offset: readNumber(config, 'offset', 0) }),
})
