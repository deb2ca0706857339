/** What an ONNX file says of its model beside the graph, in `metadata_props`: texts, of which those that are no plain word are JSON. */
import { toTopology } from '../keras/topology'
import { readMetadata, type Metadata } from '../metadata'
import type { TrainedModel } from '../../model/trainedModel'
import { rescaling } from '../../model/training/normalisation'
import { isSameValue } from '../../model/sameValue'
import type { OnnxInput } from './toGraph'

/** Those of ONNX's own that say what a model for images takes (github.com/onnx/onnx, docs/MetadataProps.md). */
const IMAGE = 'Image.'

export function toProps(model: TrainedModel, input: OnnxInput): ReadonlyMap<string, string> {
  const { data, classes, normalisation, recipe, stack } = model
  const range = rangeOf(model, input)
  const own: Readonly<Record<string, string | undefined>> = {
    labels: JSON.stringify(classes),
    input_shape: JSON.stringify([data.height, data.width, data.channels]),
    input_layout: input.layout,
    input_takes: input.takes,
    channel_order: data.channels === 1 ? 'grey' : 'RGB',
    normalisation: JSON.stringify(normalisation),
    [`${IMAGE}BitmapPixelFormat`]: data.channels === 1 ? 'Gray8' : 'Rgb8',
    [`${IMAGE}ColorSpaceGamma`]: 'SRGB',
    [`${IMAGE}NominalPixelRange`]: range,
    'strata.layers': JSON.stringify(toTopology(stack, data)),
    'strata.recipe': recipe && JSON.stringify(recipe),
  }
  return new Map(Object.entries(own).filter((entry): entry is [string, string] => entry[1] !== undefined))
}

function rangeOf({ normalisation, data }: TrainedModel, { takes }: OnnxInput): string | undefined {
  if (takes === 'bytes') return 'NominalRange_0_255'
  return isSameValue(normalisation, rescaling(data.channels)) ? 'Normalized_0_1' : undefined
}

export interface Props extends Metadata {
  readonly input: OnnxInput
}

/** Our own metadata, if these are ours. `notes` takes a sentence on each part that could not be used. */
export function readProps(props: ReadonlyMap<string, string>, notes: string[]): Props | undefined {
  const json = (key: string): unknown => {
    const text = props.get(key)
    if (text === undefined) return undefined
    try {
      return JSON.parse(text)
    } catch {
      return undefined
    }
  }
  const metadata = readMetadata(
    {
      labels: json('labels'),
      inputShape: json('input_shape'),
      normalisation: json('normalisation'),
      ...(props.has('strata.recipe') && { recipe: json('strata.recipe') ?? null }),
      ...(props.has('strata.layers') && { layers: json('strata.layers') }),
    },
    notes,
  )
  if (!metadata) return undefined
  const layout = props.get('input_layout') === 'NCHW' ? 'NCHW' : 'NHWC'
  const takes = props.get('input_takes') === 'bytes' ? 'bytes' : 'numbers'
  return { ...metadata, input: { layout, takes } }
}
