/** Version 5 had no word for a layer that is frozen: all of its layers train. Since version 6 a layer may say `frozen`. */
import * as v from 'valibot'

export function fromVersion5(json: unknown): unknown {
  return { ...v.parse(v.looseObject({}), json), version: 6 }
}
