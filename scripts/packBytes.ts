/**
 * A Vite plugin: `import { readBytes } from 'some.wasm?bytes'`. The file's bytes come within the module, gzipped, because the page's policy lets
 * it fetch nothing, not even from its own server.
 */
import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

const QUERY = '?bytes'
/** By it the module is nobody's file, which nothing else then loads. */
const MARK = '\0bytes:'

export function packBytes(): Plugin {
  const packed = new Set<string>()
  return {
    name: 'strata:pack-bytes',
    enforce: 'pre',
    // Vitest would have Node load it.
    config: () => ({ test: { server: { deps: { inline: [/bytes:/] } } } }),
    async resolveId(source, importer) {
      if (!source.endsWith(QUERY)) return undefined
      const file = await this.resolve(source.slice(0, -QUERY.length), importer, { skipSelf: true })
      return file && MARK + file.id.replace(/\?.*$/, '')
    },
    async load(id) {
      if (!id.startsWith(MARK)) return undefined
      const file = id.slice(MARK.length)
      packed.add(basename(file))
      const bytes = gzipSync(await readFile(file), { level: 9 }).toString('base64')
      return [
        `const packed = ${JSON.stringify(bytes)}`,
        'export async function readBytes() {',
        '  const bytes = Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0))',
        "  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))",
        '  return new Uint8Array(await new Response(stream).arrayBuffer())',
        '}',
      ].join('\n')
    },
    /** The library names its file too, and Vite would put a copy of it beside the page, which nothing may fetch. */
    generateBundle(_, bundle) {
      for (const [name, output] of Object.entries(bundle)) {
        if (output.type === 'asset' && output.originalFileNames.some((file) => packed.has(basename(file))))
          delete bundle[name]
      }
    },
  }
}
