/**
 * Old versions of the saved document, each brought to the next. A migration knows the two versions that it stands between as they were:
 * it takes nothing from the code of today, which goes on changing.
 */
import * as v from 'valibot'
import { fromVersion1 } from './fromVersion1'
import { fromVersion2 } from './fromVersion2'
import { fromVersion3 } from './fromVersion3'
import { fromVersion4 } from './fromVersion4'
import { fromVersion5 } from './fromVersion5'

/** Each takes the JSON of its version and gives that of the next. It throws a `ValiError` on JSON that its version did not write. */
const MIGRATIONS: Readonly<Record<number, (json: unknown) => unknown>> = {
  1: fromVersion1,
  2: fromVersion2,
  3: fromVersion3,
  4: fromVersion4,
  5: fromVersion5,
}

const versionSchema = v.object({ version: v.number() })

/** The version that the JSON says it is of, if it says one. */
export function versionOf(json: unknown): number | undefined {
  const result = v.safeParse(versionSchema, json)
  return result.success ? result.output.version : undefined
}

/** The document in the newest version; JSON of no version that ever was comes back as it is. */
export function migrate(json: unknown): unknown {
  const version = versionOf(json)
  const migration = version === undefined ? undefined : MIGRATIONS[version]
  return migration ? migrate(migration(json)) : json
}
