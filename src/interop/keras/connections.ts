/** How the layers of a Functional model are connected: Keras 2's lists of references, and Keras 3's serialised tensors. */
import * as v from 'valibot'
import { InteropError } from '../interopError'

export interface Connected<Entry> {
  readonly entry: Entry
  readonly name: string
  /** The places, in the list that the layer is in, of the layers that it reads; below 0 for an input. */
  readonly reads: readonly number[]
}

interface Named<Entry> {
  readonly entry: Entry
  readonly name: string
}

interface ModelEntry {
  readonly class_name: string
  readonly inbound_nodes?: readonly unknown[] | undefined
}

const referenceSchema = v.tupleWithRest([v.string(), v.number(), v.number()], v.unknown())
const tensorSchema = v.object({
  class_name: v.literal('__keras_tensor__'),
  config: v.object({ keras_history: referenceSchema }),
})
const callSchema = v.object({ args: v.array(v.unknown()) })

/** The names that a node refers to, in order. */
function readNode(node: unknown): readonly string[] {
  const call = v.safeParse(callSchema, node)
  const items: readonly unknown[] = call.success ? call.output.args.flat(1) : Array.isArray(node) ? node : []
  return items.flatMap((item) => {
    const tensor = v.safeParse(tensorSchema, item)
    const reference = v.safeParse(referenceSchema, tensor.success ? tensor.output.config.keras_history : item)
    return reference.success ? [reference.output[0]] : []
  })
}

/** The one output: Keras writes a list of references, and for a single output Keras 3 writes the reference itself. */
function readOutput(outputs: unknown): string {
  const single = v.safeParse(referenceSchema, outputs)
  const references = single.success ? [single.output] : v.safeParse(v.array(referenceSchema), outputs).output
  if (!Array.isArray(references) || references.length !== 1) {
    throw new InteropError('The model has several outputs, or does not say which: Strata opens models with one.')
  }
  return String((references[0] as readonly unknown[])[0])
}

/**
 * Brings the layers that lead to the output into an order in which each comes behind those that it reads, as near to the file's as can be.
 * The images have the place -1.
 *
 * @param outputs the file's `output_layers`.
 * @throws InteropError for several inputs or outputs, a layer that is used twice, and references that lead nowhere or in a circle.
 */
export function readConnections<Entry extends ModelEntry>(
  entries: readonly Named<Entry>[],
  outputs: unknown,
): { readonly input: Entry; readonly layers: readonly Connected<Entry>[] } {
  const inputs = entries.filter(({ entry }) => isInput(entry))
  const [input] = inputs
  if (!input || inputs.length > 1)
    throw new InteropError(`The model has ${inputs.length} inputs: Strata opens models with one.`)
  const byName = new Map(entries.map((each) => [each.name, each]))
  const output = readOutput(outputs)
  const needed = leadingTo(output, (name) => {
    const found = byName.get(name)
    return found && name !== input.name ? readsOf(found) : []
  })
  // In the file's order, so that branches stay where a person put them.
  const wanted = entries.filter(({ name }) => needed.has(name)).map(({ name }) => name)
  const layers = inOrder(entries, [...wanted, output], new Map([[input.name, -1]]))
  if (layers.length === 0) throw new InteropError('The model in the file has no layers.')
  return { input: input.entry, layers }
}

/**
 * The same for layers that are to be put into a model: all of them, whether or not they lead to an output, and however many inputs there
 * are.
 *
 * @param placeOf the number, below 0, that stands for an input of this name.
 */
export function readAllConnections<Entry extends ModelEntry>(
  entries: readonly Named<Entry>[],
  placeOf: (input: string) => number,
): readonly Connected<Entry>[] {
  const [inputs, layers] = [true, false].map((wanted) => entries.filter(({ entry }) => isInput(entry) === wanted))
  return inOrder(
    entries,
    (layers ?? []).map(({ name }) => name),
    new Map((inputs ?? []).map(({ name }) => [name, placeOf(name)])),
  )
}

function isInput({ class_name }: ModelEntry): boolean {
  return class_name === 'InputLayer'
}

/** The names that a layer reads. */
function readsOf({ entry, name }: Named<ModelEntry>): readonly string[] {
  const nodes = entry.inbound_nodes ?? []
  if (nodes.length > 1) {
    throw new InteropError(
      `The model uses the layer “${name}” ${nodes.length} times, and Strata’s layers are used once.`,
    )
  }
  const reads = readNode(nodes[0])
  if (reads.length === 0) throw new InteropError(`The model file does not say what the layer “${name}” reads.`)
  return reads
}

/** The wanted layers, and those that they lead to, each behind those that it reads. `inputs` have their places already. */
function inOrder<Entry extends ModelEntry>(
  entries: readonly Named<Entry>[],
  wanted: readonly string[],
  inputs: ReadonlyMap<string, number>,
): readonly Connected<Entry>[] {
  const byName = new Map(entries.map((each) => [each.name, each]))
  const places = new Map(inputs)
  const visiting = new Set<string>()
  const layers: Connected<Entry>[] = []

  // A stack of its own instead of recursion, as a model may be thousands of layers deep.
  const visit = (start: string): void => {
    const open: { readonly name: string; readonly by: string; reads?: readonly string[] }[] = [
      { name: start, by: 'output' },
    ]
    for (let top = open.at(-1); top; top = open.at(-1)) {
      const found = byName.get(top.name)
      if (!found)
        throw new InteropError(`The model’s layer “${top.by}” reads “${top.name}”, which the file does not have.`)
      const { name } = top
      if (places.has(name)) {
        open.pop()
        continue
      }
      if (!top.reads) {
        if (visiting.has(name)) throw new InteropError(`The model’s layer “${name}” reads its own output.`)
        visiting.add(name)
        top.reads = readsOf(found)
      }
      const next = top.reads.find((each) => !places.has(each))
      if (next === undefined) {
        places.set(name, layers.length)
        layers.push({ entry: found.entry, name, reads: top.reads.map((each) => places.get(each)!) })
        open.pop()
      } else {
        open.push({ name: next, by: name })
      }
    }
  }
  for (const name of wanted) visit(name)
  return layers
}

function leadingTo(output: string, readsOf: (name: string) => readonly string[]): ReadonlySet<string> {
  const known = new Set<string>()
  const open = [output]
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (known.has(name)) continue
    known.add(name)
    open.push(...readsOf(name))
  }
  return known
}
