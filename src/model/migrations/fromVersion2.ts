/** Version 2 had no names, references or blocks. A version that knew none would drop them without a word, so they are a version of their own. */
import * as v from 'valibot'

const schema = v.looseObject({})

export function fromVersion2(json: unknown): unknown {
  return { ...v.parse(schema, json), version: 3 }
}
