/** SHA-256 (FIPS 180-4) by hand, for pages without `crypto.subtle`: those that are served over plain HTTP. */

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes, and of the square roots of the first 8. */
const [ROUNDS, FIRST] = fractions()

/** The digest of all bytes: 32 of them. */
export function sha256(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const state = FIRST.slice()
  const words = new Int32Array(64)
  const whole = bytes.length - (bytes.length % 64)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 0; at < whole; at += 64) mix(state, words, view, at)

  const rest = bytes.subarray(whole)
  const end = new Uint8Array(rest.length < 56 ? 64 : 128)
  end.set(rest)
  end[rest.length] = 0x80
  const last = new DataView(end.buffer)
  last.setUint32(end.length - 8, Math.floor(bytes.length / 2 ** 29))
  last.setUint32(end.length - 4, (bytes.length * 8) >>> 0)
  for (let at = 0; at < end.length; at += 64) mix(state, words, last, at)

  const digest = new DataView(new ArrayBuffer(32))
  for (const [i, word] of state.entries()) digest.setInt32(4 * i, word)
  return new Uint8Array(digest.buffer)
}

function mix(state: Int32Array, words: Int32Array, view: DataView, at: number): void {
  for (let i = 0; i < 16; i++) words[i] = view.getInt32(at + 4 * i)
  for (let i = 16; i < 64; i++) {
    const [one, two] = [words[i - 15]!, words[i - 2]!]
    const low = turn(one, 7) ^ turn(one, 18) ^ (one >>> 3)
    const high = turn(two, 17) ^ turn(two, 19) ^ (two >>> 10)
    words[i] = (words[i - 16]! + low + words[i - 7]! + high) | 0
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number]
  for (let i = 0; i < 64; i++) {
    const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + ROUNDS[i]! + words[i]!) | 0
    const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0
    h = g
    g = f
    f = e
    e = (d + one) | 0
    d = c
    c = b
    b = a
    a = (one + two) | 0
  }
  for (const [i, value] of [a, b, c, d, e, f, g, h].entries()) state[i] = (state[i]! + value) | 0
}

/** To the right. */
function turn(value: number, by: number): number {
  return (value >>> by) | (value << (32 - by))
}

function fractions(): readonly [rounds: Int32Array, first: Int32Array] {
  const primes: number[] = []
  for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n)
  const bitsOf = (root: number): number => (root - Math.floor(root)) * 2 ** 32
  return [
    Int32Array.from(primes, (prime) => bitsOf(Math.cbrt(prime))),
    Int32Array.from(primes.slice(0, 8), (prime) => bitsOf(Math.sqrt(prime))),
  ]
}
