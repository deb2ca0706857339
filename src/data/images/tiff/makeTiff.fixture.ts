/** Writes TIFF files for tests: what Pillow, which wrote those in `fixtures/formats`, does not write. It shares no code with the reader. */
export interface TiffRecipe {
  readonly width: number
  readonly height: number
  readonly bits: 8 | 16
  readonly samples: number
  readonly sample: (x: number, y: number, c: number) => number
  readonly bigEndian?: boolean
  /** Channel by channel. */
  readonly planar?: boolean
  /** Tiles of this side; else strips of `rows`. */
  readonly tile?: number
  readonly rows?: number
  readonly pack?: (bytes: Uint8Array) => Uint8Array
  readonly compression?: number
  /** Other tags, or others than usual. */
  readonly tags?: Readonly<Record<number, readonly number[]>>
}

export function makeTiff(recipe: TiffRecipe): Uint8Array<ArrayBuffer> {
  const { width, height, bits, samples, tile, tags = {}, pack = (bytes: Uint8Array) => bytes } = recipe
  const planes =
    recipe.planar === true
      ? Array.from({ length: samples }, (_, c) => [c])
      : [Array.from({ length: samples }, (_, c) => c)]
  const [partWidth, partHeight] = tile === undefined ? [width, recipe.rows ?? height] : [tile, tile]
  const parts: Uint8Array[] = []
  for (const plane of planes) {
    for (let y0 = 0; y0 < height; y0 += partHeight) {
      const rows = tile ?? Math.min(partHeight, height - y0)
      for (let x0 = 0; x0 < width; x0 += partWidth) {
        const bytes: number[] = []
        for (let y = y0; y < y0 + rows; y++) {
          for (let x = x0; x < x0 + partWidth; x++) {
            for (const c of plane) {
              const value = x < width && y < height ? recipe.sample(x, y, c) : 77
              if (bits === 8) bytes.push(value)
              else bytes.push(...(recipe.bigEndian === true ? [value >> 8, value & 255] : [value & 255, value >> 8]))
            }
          }
        }
        parts.push(pack(Uint8Array.from(bytes)))
      }
    }
  }
  const offsets: number[] = []
  let at = 8
  for (const part of parts) {
    offsets.push(at)
    at += part.length
  }
  const lengths = parts.map((part) => part.length)
  const own: Record<number, readonly number[]> = {
    256: [width],
    257: [height],
    258: Array<number>(samples).fill(bits),
    259: [recipe.compression ?? 1],
    262: [samples >= 3 ? 2 : 1],
    277: [samples],
    284: [recipe.planar === true ? 2 : 1],
    ...(tile === undefined
      ? { 273: offsets, 278: [partHeight], 279: lengths }
      : { 322: [tile], 323: [tile], 324: offsets, 325: lengths }),
    ...tags,
  }
  const entries = Object.entries(own)
  const directory = at
  const file = new Uint8Array(
    directory + 2 + 12 * entries.length + 4 + entries.reduce((sum, [, values]) => sum + 4 * values.length, 0),
  )
  const view = new DataView(file.buffer)
  const little = recipe.bigEndian !== true
  view.setUint16(0, little ? 0x4949 : 0x4d4d)
  view.setUint16(2, 42, little)
  view.setUint32(4, directory, little)
  for (const [i, part] of parts.entries()) file.set(part, offsets[i])
  view.setUint16(directory, entries.length, little)
  let far = directory + 2 + 12 * entries.length + 4
  for (const [i, [tag, values]] of entries.entries()) {
    const entry = directory + 2 + 12 * i
    view.setUint16(entry, Number(tag), little)
    view.setUint16(entry + 2, 4, little)
    view.setUint32(entry + 4, values.length, little)
    if (values.length === 1) {
      view.setUint32(entry + 8, values[0]!, little)
      continue
    }
    view.setUint32(entry + 8, far, little)
    for (const value of values) {
      view.setUint32(far, value, little)
      far += 4
    }
  }
  return file
}
