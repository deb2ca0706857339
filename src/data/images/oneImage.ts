/** One image file, brought to an image of a certain shape as the files of a dataset are. */
import type { ImageShape } from '../../model/layers/define'
import type { ImportSettings } from '../importSettings'
import { spreadGrey } from './colour'
import { ImageError } from './decodedImage'
import { FILE_STATES, type DecodeImages } from './images'
import { decideForm, differ, type PixelForm } from './pixelForm'

/** The settings that matter to one image. */
export type ImageSettings = Pick<ImportSettings, 'fit' | 'filter' | 'bits' | 'ground' | 'turn'>

/** @throws ImageError with what is wrong with the file, to be read on from its name. */
export async function readOneImage(
  decode: DecodeImages,
  bytes: Uint8Array<ArrayBuffer>,
  { height, width, channels }: ImageShape,
  settings: ImageSettings,
): Promise<{ readonly pixels: Uint8Array<ArrayBuffer>; readonly width: number; readonly height: number }> {
  const { fit, filter } = settings
  const as = (form: PixelForm) =>
    decode({
      // The batch is given away.
      bytes: bytes.slice(),
      begins: Uint32Array.of(0),
      ends: Uint32Array.of(bytes.length),
      states: Uint8Array.of(FILE_STATES.plain),
      packedSizes: new Uint32Array(1),
      sizes: new Uint32Array(1),
      crcs: new Uint32Array(1),
      target: { height, width, colour: channels === 1 ? 'grey' : 'rgb', fit, filter, form },
    })
  const first = decideForm(settings)
  let decoded = await as(first)
  const form = decideForm(settings, decoded.facts)
  if (differ(first, form, decoded.facts)) decoded = await as(form)
  const [failure] = decoded.failures
  if (failure) throw new ImageError(failure.message)
  const image = { width: decoded.widths[0]!, height: decoded.heights[0]! }
  const read = decoded.pixels.slice()
  if (decoded.channels[0] === channels) return { ...image, pixels: read }
  const pixels = new Uint8Array(height * width * channels)
  spreadGrey(read, pixels, 0)
  return { ...image, pixels }
}
