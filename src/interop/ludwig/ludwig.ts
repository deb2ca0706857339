/** Ludwig's `config.yaml`: layers and a recipe. */
import { decodeText } from '../../files/decodeText'
import type { SourceEntry } from '../../files/sourceEntry'
import { quoted } from '../../common/text'
import type { Format, ShownFile } from '../format'
import { InteropError } from '../interopError'

/** Far more than a person writes. */
const MAX_BYTES = 2 ** 20
/** The features of a config stand near its top. */
const HEAD_BYTES = 2 ** 16
/** Uses of an anchor: a few lines can stand for gigabytes otherwise. */
const MAX_ALIASES = 100

export const ludwig: Format = {
  name: 'Ludwig',

  async recognise(files) {
    const configs = await Promise.all(files.map(async (file) => ((await isConfig(file)) ? [file.entry] : [])))
    return configs.flat().map((entry) => ({ holds: 'project', what: 'is a Ludwig config', files: [entry] }))
  },

  async read([file]) {
    const { readConfig } = await import('./readConfig')
    const { project, notes } = readConfig(await parse(file))
    return { holds: 'project', project, notes }
  },
}

/** A text whose outermost keys are those that every config has. */
async function isConfig({ entry, head, json }: ShownFile): Promise<boolean> {
  if (json) return json.has('input_features') && json.has('output_features')
  if (!head || head.includes(0) || (entry.size ?? 0) > MAX_BYTES) return false
  const text = decodeText(await entry.read(HEAD_BYTES))
  return /^input_features["']?\s*:/m.test(text) && /^output_features["']?\s*:/m.test(text)
}

/** Throws `InteropError`. */
async function parse(entry: SourceEntry): Promise<unknown> {
  const bytes = await entry.read(MAX_BYTES + 1)
  if (bytes.length > MAX_BYTES)
    throw new InteropError(
      `${quoted(entry.path)} is larger than ${MAX_BYTES / 2 ** 20} MB, the most that is read of a config.`,
    )
  const yaml = await import('yaml')
  try {
    // Ludwig reads by PyYAML, which knows YAML 1.1.
    return yaml.parse(decodeText(bytes), { version: '1.1', maxAliasCount: MAX_ALIASES, logLevel: 'error' }) as unknown
  } catch (error) {
    // Whatever a parser says of a text, from a wrong indent to a nesting that is too deep for it.
    const [why] = error instanceof Error ? error.message.split('\n') : []
    throw new InteropError(`The config is no YAML that can be read: ${sayWhy(why ?? '')}.`)
  }
}

function sayWhy(message: string): string {
  const plain = message.replace(/[:.\s]+$/, '').replaceAll(/\s+/g, ' ')
  return plain === '' ? 'it is damaged' : plain.slice(0, 120)
}
