/** The families of layer types, as headings of a menu and in its order. */
import type { LayerFamily } from '../../../model/layers/define'
import { LAYERS } from '../../../model/layers/registry'

type Definition = (typeof LAYERS)[number]

const FAMILIES: Readonly<Record<LayerFamily, string>> = {
  convolution: 'Convolution',
  pooling: 'Pooling',
  core: 'Core',
  reshaping: 'Reshaping',
  activation: 'Activation',
  normalization: 'Normalization',
  regularization: 'Regularization',
  merging: 'Merging',
}

/** Every layer type with the heading of its family, one family after the other. */
export const TYPES_BY_FAMILY: readonly (Pick<Definition, 'className' | 'summary' | 'keywords'> & {
  readonly group: string
})[] = Object.entries(FAMILIES).flatMap(([family, group]) =>
  LAYERS.filter((definition) => (definition.family as string) === family).map(({ className, summary, keywords }) => ({
    className,
    summary,
    keywords,
    group,
  })),
)
