/** ELU: negative values approach a bound smoothly (Clevert et al., 2015). */
import { defineLayer } from '../define'
import { readNumber } from '../kerasConfig'
import { SAME_SHAPE } from '../sameShape'

type ELUArgs = {
  readonly alpha: number
}

export const elu = defineLayer<'ELU', ELUArgs>({
  ...SAME_SHAPE,
  className: 'ELU',
  family: 'activation',
  keywords: ['exponential', 'nonlinearity'],
  summary: 'Lets positive values pass and bends negative ones towards a bound, so that values average nearer to zero.',
  defaults: { alpha: 1 },
  fields: [
    {
      kind: 'number',
      name: 'alpha',
      label: 'Alpha',
      help: 'How far below zero the output gets at most.',
      min: 0,
      max: 100,
      step: 0.1,
    },
  ],
  toConfig: ({ alpha }) => ({ alpha }),
  fromConfig: (config) => ({ alpha: readNumber(config, 'alpha', 1) }),
})
