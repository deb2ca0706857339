/**
 * What decoding a small PNG costs, ours beside fast-png: sample digits, written by fast-png, decoded in turn, round by round. Prints the
 * medians in microseconds of processor time an image.
 *
 *   npm run bench:png
 */
import { decode, encode } from 'fast-png'
import { decodePng } from '../../src/data/images/png'
import { makeSampleDigits } from '../../src/data/sampleDigits/makeSampleDigits'

const IMAGES = 2_000
const ROUNDS = 7

const { pixels, width, height } = await makeSampleDigits({ train: IMAGES, test: 10, seed: 1 })
const files = Array.from({ length: IMAGES }, (_, image) => {
  const data = pixels.subarray(image * width * height, (image + 1) * width * height)
  return encode({ width, height, data, channels: 1, depth: 8 })
})

const decoders = {
  ours: (file: Uint8Array) => void decodePng(file),
  'fast-png': (file: Uint8Array) => void decode(file),
}

const rounds = Array.from({ length: ROUNDS + 1 }, () =>
  Object.values(decoders).map((decoder) => {
    const before = process.cpuUsage()
    for (const file of files) decoder(file)
    const { user, system } = process.cpuUsage(before)
    return (user + system) / IMAGES
  }),
).slice(1)

for (const [at, name] of Object.keys(decoders).entries()) {
  const sorted = rounds.map((round) => round[at] ?? NaN).toSorted((one, other) => one - other)
  console.log(`${name.padEnd(10)} ${sorted[Math.floor(ROUNDS / 2)]?.toFixed(1) ?? ''} µs an image`)
}
