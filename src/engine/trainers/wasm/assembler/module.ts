/** A WebAssembly module of functions that work on one imported memory. */
import { concat, text, unsigned, vector, type Bytes } from './bytes'
import { FunctionBuilder } from './functionBuilder'

export interface ModuleFunction {
  readonly name: string
  /** How many `i32` it takes; it returns nothing. */
  readonly parameters: number
  build(f: FunctionBuilder): void
}

const I32 = 0x7f

/**
 * The bytes of a module that exports the functions by their names, and imports `env.memory`.
 *
 * @param pages of 64 kB that the memory must have at least.
 */
export function moduleOf(functions: readonly ModuleFunction[], pages: number): Uint8Array<ArrayBuffer> {
  const arities = [...new Set(functions.map(({ parameters }) => parameters))]
  const types = arities.map((arity) => [0x60, ...vector(Array.from({ length: arity }, () => [I32])), 0x00])
  const sections: readonly (readonly [number, Bytes])[] = [
    [1, vector(types)],
    [2, vector([[...text('env'), ...text('memory'), 0x02, 0x00, ...unsigned(pages)]])],
    [3, vector(functions.map(({ parameters }) => unsigned(arities.indexOf(parameters))))],
    [7, vector(functions.map(({ name }, index) => [...text(name), 0x00, ...unsigned(index)]))],
    [
      10,
      vector(
        functions.map(({ parameters, build }) => {
          const f = new FunctionBuilder(parameters)
          build(f)
          return f.bytes()
        }),
      ),
    ],
  ]
  const header = [0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00]
  return concat([header, ...sections.flatMap(([id, content]) => [[id], unsigned(content.length), content])])
}
