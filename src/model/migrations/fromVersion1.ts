/** Version 1 saved no ids. An opened stack numbered its layers from the first, and so does this. */
import * as v from 'valibot'

const schema = v.looseObject({ stack: v.looseObject({ layers: v.array(v.looseObject({})) }) })

export function fromVersion1(json: unknown): unknown {
  const { stack, ...project } = v.parse(schema, json)
  const layers = stack.layers.map((layer, index) => ({ ...layer, id: `layer-${index + 1}` }))
  return { ...project, version: 2, stack: { ...stack, layers, lastId: layers.length } }
}
