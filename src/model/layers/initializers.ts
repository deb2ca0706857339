/**
 * The initialisers that Keras and TensorFlow.js both have, with Keras's own settings, and how a config names them. `graph/initialise.ts`
 * draws from them.
 */

type Config = Readonly<Record<string, unknown>>

export const INITIALIZERS = [
  { value: 'glorot_uniform', label: 'glorot_uniform' },
  { value: 'glorot_normal', label: 'glorot_normal' },
  { value: 'he_uniform', label: 'he_uniform' },
  { value: 'he_normal', label: 'he_normal' },
  { value: 'lecun_uniform', label: 'lecun_uniform' },
  { value: 'lecun_normal', label: 'lecun_normal' },
  { value: 'random_uniform', label: 'random_uniform' },
  { value: 'random_normal', label: 'random_normal' },
  { value: 'truncated_normal', label: 'truncated_normal' },
  { value: 'orthogonal', label: 'orthogonal' },
  { value: 'zeros', label: 'zeros' },
  { value: 'ones', label: 'ones' },
] as const

export type Initializer = (typeof INITIALIZERS)[number]['value']

/** Keras's class and its settings. `seed: null` draws anew each time. */
const CONFIGS: Readonly<Record<Initializer, { readonly class_name: string; readonly config: Config }>> = {
  glorot_uniform: { class_name: 'GlorotUniform', config: { seed: null } },
  glorot_normal: { class_name: 'GlorotNormal', config: { seed: null } },
  he_uniform: { class_name: 'HeUniform', config: { seed: null } },
  he_normal: { class_name: 'HeNormal', config: { seed: null } },
  lecun_uniform: { class_name: 'LeCunUniform', config: { seed: null } },
  lecun_normal: { class_name: 'LeCunNormal', config: { seed: null } },
  random_uniform: { class_name: 'RandomUniform', config: { minval: -0.05, maxval: 0.05, seed: null } },
  random_normal: { class_name: 'RandomNormal', config: { mean: 0, stddev: 0.05, seed: null } },
  truncated_normal: { class_name: 'TruncatedNormal', config: { mean: 0, stddev: 0.05, seed: null } },
  orthogonal: { class_name: 'Orthogonal', config: { gain: 1, seed: null } },
  zeros: { class_name: 'Zeros', config: {} },
  ones: { class_name: 'Ones', config: {} },
}

/** What TensorFlow.js writes for the classes that are a `VarianceScaling`: scale, mode and distribution. */
const SCALINGS: Readonly<Record<string, Initializer>> = {
  '1 fanavg uniform': 'glorot_uniform',
  '1 fanavg normal': 'glorot_normal',
  '2 fanin uniform': 'he_uniform',
  '2 fanin normal': 'he_normal',
  '1 fanin uniform': 'lecun_uniform',
  '1 fanin normal': 'lecun_normal',
}

/** As Keras 2, Keras 3 and TensorFlow.js read it. */
export function writeInitializer(initializer: Initializer): Config {
  return CONFIGS[initializer]
}

function isRecord(value: unknown): value is Config {
  return typeof value === 'object' && value !== null
}

/** `GlorotUniform`, `glorot_uniform` and `glorotUniform` are one; so are `Zeros` and `zeros`. */
function plain(name: string): string {
  return name.replaceAll(/[_\s]/g, '').toLowerCase()
}

/** The initialiser that a config's entry names; undefined for one that is not in the list, or with settings of its own. */
export function findInitializer(entry: unknown): Initializer | undefined {
  const [name, config] = isRecord(entry) ? [entry['class_name'], entry['config']] : [entry, {}]
  if (typeof name !== 'string') return undefined
  const settings = isRecord(config) ? config : {}
  if (plain(name) === 'variancescaling') {
    const { scale, mode, distribution } = settings
    return SCALINGS[`${String(scale)} ${plain(String(mode))} ${plain(String(distribution)).replace('truncated', '')}`]
  }
  const found = INITIALIZERS.find(({ value }) => plain(value) === plain(name))?.value
  const differs = ([key, value]: readonly [string, unknown]): boolean =>
    key !== 'seed' && (settings[key] ?? value) !== value
  return found && !Object.entries(CONFIGS[found].config).some(differs) ? found : undefined
}
