/**
 * What Android's and ML Kit's libraries read of a model beside its numbers: the size of the images, their channels, and the
 * classes' names (https://github.com/tensorflow/tflite-support/blob/master/tensorflow_lite_support/metadata/metadata_schema.fbs,
 * version 1.0.0). The names are in a file of a zip archive behind the model's bytes.
 */
import type { ImageShape } from '../../model/layers/define'
import { floats, int32, int8, many, one, table, text, writeFlatBuffer } from './flatBuffer'

export const METADATA_NAME = 'TFLITE_METADATA'
export const LABELS_NAME = 'labels.txt'

const IDENTIFIER = 'M001'
const COLOUR_SPACES = { rgb: 1, grey: 2 } as const
/** Its lines name the places along the last axis. */
const AXIS_LABELS = 2
const FEATURES = 1
const IMAGES = 2
const NORMALISATION = 1

const ModelMetadata = table({ name: text(0), description: text(1), subgraphs: many(3), minParserVersion: text(7) })
const SubGraphMetadata = table({ inputs: many(2), outputs: many(3) })
const TensorMetadata = table({
  name: text(0),
  description: text(1),
  content: one(3),
  processUnits: many(4),
  stats: one(5),
  associatedFiles: many(6),
})
const AssociatedFile = table({ name: text(0), description: text(1), type: int8(2) })
const Content = table({ propertiesType: int8(0), properties: one(1) })
const FeatureProperties = table({})
const ImageProperties = table({ colourSpace: int8(0), size: one(1) })
const ImageSize = table({ width: int32(0), height: int32(1) })
const ProcessUnit = table({ optionsType: int8(0), options: one(1) })
const NormalizationOptions = table({ mean: floats(0), std: floats(1) })
const Stats = table({ max: floats(0), min: floats(1) })

/**
 * For a model that takes bytes as they are. It says so as a normalisation that changes nothing, because libraries ask models of float32 for
 * one. Real ones do not stand here: MediaPipe refuses those whose channels differ.
 */
export function writeMetadata({ height, width, channels }: ImageShape): Uint8Array {
  const images = TensorMetadata({
    name: 'images',
    description: 'Bytes from 0 to 255 as float32: the model itself normalises them.',
    content: Content({
      propertiesType: IMAGES,
      properties: ImageProperties({
        colourSpace: channels === 1 ? COLOUR_SPACES.grey : COLOUR_SPACES.rgb,
        size: ImageSize({ width, height }),
      }),
    }),
    processUnits: [ProcessUnit({ optionsType: NORMALISATION, options: NormalizationOptions({ mean: [0], std: [1] }) })],
    stats: Stats({ max: [255], min: [0] }),
  })
  const probabilities = TensorMetadata({
    name: 'probabilities',
    description: 'One for each class.',
    content: Content({ propertiesType: FEATURES, properties: FeatureProperties({}) }),
    stats: Stats({ max: [1], min: [0] }),
    associatedFiles: [
      AssociatedFile({ name: LABELS_NAME, description: 'The names of the classes, one a line.', type: AXIS_LABELS }),
    ],
  })
  const model = ModelMetadata({
    name: 'Image classifier',
    description: 'Trained in Strata.',
    subgraphs: [SubGraphMetadata({ inputs: [images], outputs: [probabilities] })],
    minParserVersion: '1.0.0',
  })
  return writeFlatBuffer(model, IDENTIFIER)
}
