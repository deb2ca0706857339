/** The id of a run, which stays the same in every browser that a project file brings the run to: a UUID of version 4 (RFC 9562). */
export function newRunId(): string {
  // `crypto.randomUUID` is missing over plain HTTP, where runs are kept all the same.
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6]! & 0x0f) | 0x40
  bytes[8] = (bytes[8]! & 0x3f) | 0x80
  const digits = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
