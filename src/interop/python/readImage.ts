/** Python that reads one image file as a model takes it. Pillow decodes; greys are made of colours as Strata makes them. */
import type { TrainedModel } from '../../model/trainedModel'
import { describeImages } from '../../model/layers/define'
import type { WrittenModel } from '../target'

/**
 * The function `read_image(path)`, which gives an array of float32: 1 x height x width x channels for `NHWC`, 1 x channels x height x width
 * for `NCHW`. The program that has it imports `numpy as np` and, from PIL, `Image` and `ImageOps`.
 *
 * As Strata does unless a person chooses otherwise, it turns images as their Exif data say, and brings those of another size to the model's
 * whole, with black beside them. Pillow's pixels are then not to the byte those of Strata.
 */
export function pythonReadImage(
  { data, normalisation }: Pick<TrainedModel, 'data' | 'normalisation'>,
  { layout, takes }: WrittenModel['input'],
): string {
  const { height, width, channels } = data
  const lines = [
    `def read_image(path):`,
    `    """One image file as the model takes it: ${describeImages(data)}."""`,
    `    image = ImageOps.exif_transpose(Image.open(path)).convert("${channels === 1 ? 'L' : 'RGB'}")`,
    `    if image.size != (${width}, ${height}):`,
    `        image = ImageOps.pad(image, (${width}, ${height}), Image.Resampling.BOX)`,
    `    pixels = np.asarray(image, dtype=np.float32).reshape(1, ${height}, ${width}, ${channels})`,
  ]
  if (takes === 'numbers') {
    lines.push(
      `    mean = np.array(${pythonList(normalisation.mean)}, dtype=np.float32)`,
      `    deviation = np.array(${pythonList(normalisation.deviation)}, dtype=np.float32)`,
      `    pixels = (pixels - mean) / deviation`,
    )
  }
  lines.push(layout === 'NCHW' ? `    return np.transpose(pixels, (0, 3, 1, 2))` : `    return pixels`)
  return lines.join('\n')
}

/** A text as a Python literal in ASCII. Python takes two surrogates for two characters, where JSON has them for one. */
export function pythonText(text: string): string {
  return JSON.stringify(text).replaceAll(/[\u{7f}-\u{10ffff}]/gu, (character) => {
    const code = character.codePointAt(0)!
    return code > 0xffff ? `\\U${hexOf(code, 8)}` : `\\u${hexOf(code, 4)}`
  })
}

function hexOf(code: number, digits: number): string {
  return code.toString(16).padStart(digits, '0')
}

export function pythonList(values: readonly (number | string)[]): string {
  return `[${values.map((value) => (typeof value === 'string' ? pythonText(value) : String(value))).join(', ')}]`
}
