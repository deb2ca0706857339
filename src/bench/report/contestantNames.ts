/** Who may take part in `npm run bench`, and what a person calls them. The first of those that do is what the others are compared with. */
export const NAMES = {
  strata: 'Strata',
  processor: 'Strata on the processor',
  jax: 'jax-js',
  'jax-wasm': 'jax-js on WebAssembly',
  tfjs: 'TensorFlow.js',
  'tfjs-webgl': 'TensorFlow.js on WebGL',
  'tfjs-cpu': 'TensorFlow.js on the processor',
} as const

export type Name = keyof typeof NAMES

export function isName(text: string): text is Name {
  return Object.hasOwn(NAMES, text)
}
