/** Version 3 had no callbacks and no schedules. A version that knew none would train without them, so they are a version of their own. */
import * as v from 'valibot'

const schema = v.looseObject({})

export function fromVersion3(json: unknown): unknown {
  return { ...v.parse(schema, json), version: 4 }
}
