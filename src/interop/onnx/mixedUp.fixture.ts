/** For tests: graphs that are sound as files, and say something else than the models that they were written from. */
import type { Random } from '../../model/random'
import type { Decoded } from './decode'
import { float, int, ints, text, type Attribute } from './graph'
import { OPERATORS } from './read/operators'

const NUMBERS = [-9, -4, -3, -2, -1, 0, 1, 2, 3, 4, 7, 1000, 2 ** 31, 0.5, 6]

/** The graph with one operator, connection, argument or length changed. Few of them make sense. */
export function mixedUp(graph: Decoded, random: Random): Decoded {
  const pick = <Item>(items: readonly Item[]): Item => items[random.integer(items.length)]!
  const number = (): number => pick(NUMBERS)
  const whole = (): number => Math.trunc(number())
  const nodes = [...graph.nodes]
  const tensors = new Map(graph.tensors)
  const names = [...nodes.flatMap(({ outputs }) => outputs), ...tensors.keys(), graph.inputs[0]!.name, '']
  const at = random.integer(nodes.length)
  const node = nodes[at]!
  const [key, tensor] = pick([...tensors])
  const attribute = pick(Object.entries(node.attributes).concat([['axis', int(0)]]))[0]
  const values: readonly Attribute[] = [int(whole()), float(number()), ints([whole(), whole()]), text('linear')]
  switch (random.integer(7)) {
    case 0:
      nodes[at] = { ...node, op: pick([...OPERATORS.keys()]) }
      break
    case 1:
      nodes[at] = { ...node, inputs: node.inputs.toSpliced(random.integer(node.inputs.length + 1), 1, pick(names)) }
      break
    case 2:
      nodes[at] = { ...node, attributes: { ...node.attributes, [attribute]: pick(values) } }
      break
    case 3: {
      const given = node.attributes[attribute]
      const changed = given?.type === 'ints' ? ints(given.value.map((one) => pick([one, whole()]))) : int(whole())
      nodes[at] = { ...node, attributes: { ...node.attributes, [attribute]: changed } }
      break
    }
    case 4:
      nodes.splice(at, 1)
      break
    case 5:
      tensors.set(key, {
        ...tensor,
        dims: pick([tensor.dims.toReversed(), [...tensor.dims, 1], [tensor.values.length]]),
      })
      break
    default:
      if (tensor.type === 'integer') tensors.set(key, { ...tensor, values: tensor.values.map(whole) })
      else nodes[at] = { ...node, inputs: node.inputs.slice(0, -1) }
  }
  return { ...graph, nodes, tensors }
}
