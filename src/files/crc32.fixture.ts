/** The checksum of zip and PNG for what writes them in tests. It shares no code with the readers' own. */

/** Bit by bit, as the annex of the PNG specification defines it. */
export function crc32(bytes: ArrayLike<number>): number {
  let crc = 0xffffffff
  for (const byte of Array.from(bytes)) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  }
  return ~crc >>> 0
}
