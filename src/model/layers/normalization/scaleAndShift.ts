/** Gamma and beta, by which a normalisation multiplies its values and which it adds to them: the arguments, and the weights. */
import type { BooleanField, KerasConfig, Shape, WeightSpec } from '../define'
import { readBoolean } from '../kerasConfig'
import { weightArguments, type WeightArgs } from '../weightArguments'

const gamma = weightArguments('gamma', 'Gamma', 'ones')
const beta = weightArguments('beta', 'Beta', 'zeros')

export type ScaleAndShiftArgs = WeightArgs<'beta'> &
  WeightArgs<'gamma'> & { readonly center: boolean; readonly scale: boolean }

const center: BooleanField<'center'> = {
  kind: 'boolean',
  name: 'center',
  label: 'Center',
  help: 'Adds a learned number, beta, to the normalised values.',
  advanced: true,
}

const scale: BooleanField<'scale'> = {
  kind: 'boolean',
  name: 'scale',
  label: 'Scale',
  help: 'Multiplies the normalised values by a learned number, gamma.',
  advanced: true,
}

export const SCALE_AND_SHIFT = {
  defaults: { center: true, scale: true, ...beta.defaults, ...gamma.defaults },
  fields: [center, scale, ...beta.fields, ...gamma.fields],
  /** In Keras's order; those that the layer has. */
  weights: (args: ScaleAndShiftArgs, shape: Shape): readonly WeightSpec[] => [
    ...(args.scale ? [{ name: 'gamma', shape, ...gamma.spec(args) }] : []),
    ...(args.center ? [{ name: 'beta', shape, ...beta.spec(args) }] : []),
  ],
  toConfig: (args: ScaleAndShiftArgs): KerasConfig => ({
    center: args.center,
    scale: args.scale,
    ...beta.toConfig(args),
    ...gamma.toConfig(args),
    beta_constraint: null,
    gamma_constraint: null,
  }),
  fromConfig: (config: KerasConfig): ScaleAndShiftArgs => ({
    center: readBoolean(config, 'center', true),
    scale: readBoolean(config, 'scale', true),
    ...beta.fromConfig(config),
    ...gamma.fromConfig(config),
  }),
} as const
