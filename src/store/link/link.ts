/**
 * A stack and a recipe as an address. They are in the part behind `#`, which browsers don't send: deflated, in the letters of base64url
 * (RFC 4648, section 5).
 */
import { serialiseProject, type Project } from '../../model/project'

const MARK = '#open='

/** Text that a link may hold, at most: a bomb of a few letters would be gigabytes. */
const MOST_BYTES = 2 ** 20

/** The link can't be opened. The message is one plain sentence. */
export class LinkError extends Error {
  override readonly name = 'LinkError'
}

/** @param page the page's own address. */
export async function writeLink(project: Project, page: string): Promise<string> {
  const packed = await pass(new TextEncoder().encode(serialiseProject(project)), new CompressionStream('deflate-raw'))
  const letters = btoa(Array.from(packed, (byte) => String.fromCharCode(byte)).join(''))
  return `${page.replace(/#.*$/s, '')}${MARK}${letters.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')}`
}

export function isLink(hash: string): boolean {
  return hash.startsWith(MARK)
}

/**
 * The text of the project in an address.
 * @throws LinkError
 */
export async function readLink(hash: string): Promise<string> {
  try {
    const letters = hash.slice(MARK.length).replaceAll('-', '+').replaceAll('_', '/')
    const packed = Uint8Array.from(atob(letters), (letter) => letter.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true }).decode(await pass(packed, new DecompressionStream('deflate-raw')))
  } catch (error) {
    if (error instanceof LinkError) throw error
    throw new LinkError('The link was cut off or changed on its way, so the layers in it can’t be read: copy it again.')
  }
}

async function pass(
  bytes: Uint8Array<ArrayBuffer>,
  through: CompressionStream | DecompressionStream,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([bytes]).stream().pipeThrough(through).getReader()
  const parts: Uint8Array<ArrayBuffer>[] = []
  let total = 0
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    parts.push(next.value)
    total += next.value.length
    if (total > MOST_BYTES) {
      await reader.cancel()
      throw new LinkError('The link holds more than layers and a recipe could be, so it was not opened.')
    }
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer())
}
