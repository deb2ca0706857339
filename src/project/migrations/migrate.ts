/**
 * Old versions of the manifest of a project file, each brought to the next. Documents and records within the file have versions and
 * migrations of their own. A migration takes nothing from the code of today, which goes on changing.
 */

type Manifest = Readonly<Record<string, unknown>>

/** What brings a manifest of version 1 to 2 is the first, and so on. */
export type Migrations = readonly ((manifest: Manifest) => Manifest)[]

export const MIGRATIONS: Migrations = []

/** The manifest, which says that it is of this version, in the newest. */
export function migrate(manifest: Manifest, version: number, migrations: Migrations): Manifest {
  return migrations.slice(version - 1).reduce((older, toNext) => toNext(older), manifest)
}
