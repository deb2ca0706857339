/** Damages files, for tests of their readers. It is seeded, so a file that broke a reader once does so again. */
import { createRandom, type Random } from '../model/random'

/** At which readers' sums and bounds go wrong. */
const INTERESTING = [
  0, 1, 2, 7, 8, 16, 127, 128, 255, 256, 1000, 0x7fff, 0x8000, 0xffff, 0x10000, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe,
  0xffff_ffff,
]

/**
 * A damaged copy. One to four times it turns a bit, replaces bytes, writes over numbers, cuts off the end, or leaves out, doubles, moves
 * or fills a stretch.
 */
export function mutate(bytes: Uint8Array, random: Random): Uint8Array<ArrayBuffer> {
  let mutated = Uint8Array.from(bytes)
  const times = 1 + random.integer(4)
  for (let i = 0; i < times; i++) mutated = DAMAGES[random.integer(DAMAGES.length)]!(mutated, random)
  return mutated
}

/**
 * Damaged copies of the samples, in turn. There are STRATA_FUZZ of them where that is set, such as 10,000, else a few hundred, and each
 * comes with the seed that makes it again.
 */
export function* mutations(
  samples: readonly Uint8Array[],
  seed: number,
): Generator<{ readonly bytes: Uint8Array<ArrayBuffer>; readonly run: number }, void> {
  const runs = Number(process.env['STRATA_FUZZ'] ?? 300)
  for (let run = 0; run < runs; run++) {
    yield { bytes: mutate(samples[run % samples.length]!, createRandom(seed, run)), run }
  }
}

const DAMAGES: readonly ((bytes: Uint8Array<ArrayBuffer>, random: Random) => Uint8Array<ArrayBuffer>)[] = [
  function turnBit(bytes, random) {
    if (bytes.length > 0) bytes[random.integer(bytes.length)]! ^= 1 << random.integer(8)
    return bytes
  },
  function replaceBytes(bytes, random) {
    for (let k = random.integer(8); k >= 0 && bytes.length > 0; k--) {
      bytes[random.integer(bytes.length)] = random.integer(256)
    }
    return bytes
  },
  function writeNumber(bytes, random) {
    const view = new DataView(bytes.buffer)
    const value = INTERESTING[random.integer(INTERESTING.length)]!
    const size = [1, 2, 4][random.integer(3)]!
    if (bytes.length < size) return bytes
    // Headers are where numbers are believed, and they are at either end.
    const reach = random.integer(2) === 0 ? bytes.length : Math.min(bytes.length, 64)
    const at = random.integer(Math.max(1, reach - size + 1))
    const place = random.integer(2) === 0 ? at : bytes.length - size - Math.min(at, bytes.length - size)
    const little = random.integer(2) === 0
    if (size === 1) view.setUint8(place, value & 255)
    else if (size === 2) view.setUint16(place, value & 0xffff, little)
    else view.setUint32(place, value, little)
    return bytes
  },
  (bytes, random) => bytes.slice(0, random.integer(bytes.length + 1)),
  function leaveOut(bytes, random) {
    const { begin, end } = stretchOf(bytes, random)
    return join(bytes.subarray(0, begin), bytes.subarray(end))
  },
  function double(bytes, random) {
    const { begin, end } = stretchOf(bytes, random)
    return join(bytes.subarray(0, end), bytes.subarray(begin))
  },
  function move(bytes, random) {
    const { begin, end } = stretchOf(bytes, random)
    const to = random.integer(bytes.length + 1)
    bytes.copyWithin(to, begin, end)
    return bytes
  },
  function fill(bytes, random) {
    const { begin, end } = stretchOf(bytes, random)
    return bytes.fill([0, 0xff, 0x20, 0x41][random.integer(4)]!, begin, end)
  },
]

/** Mostly short, at times anything. */
function stretchOf(bytes: Uint8Array, random: Random): { begin: number; end: number } {
  const begin = random.integer(bytes.length + 1)
  const most = random.integer(4) === 0 ? bytes.length - begin : Math.min(32, bytes.length - begin)
  return { begin, end: begin + random.integer(most + 1) }
}

function join(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(one.length + other.length)
  joined.set(one)
  joined.set(other, one.length)
  return joined
}
