/** The columns that a person chooses for what a table must say. */
import type { ImageColumns } from '../../data/importSettings'

export const NO_COLUMN = -1

export type ColumnRole = keyof ImageColumns

/** For each role the index of a column, or NO_COLUMN. */
export type ChosenColumns = Readonly<Record<ColumnRole, number>>

export const ROLES: readonly { readonly role: ColumnRole; readonly name: string }[] = [
  { role: 'path', name: 'Image path' },
  { role: 'label', name: 'Label' },
  { role: 'split', name: 'Split' },
]

/** One sentence on what has to be chosen otherwise. */
export function findColumnsProblem({ path, label, split }: ChosenColumns): string | undefined {
  if (path === NO_COLUMN) return 'Choose the column that names each image’s file.'
  if (label === NO_COLUMN) return 'Choose the column that says each image’s class.'
  const chosen = [path, label, split].filter((column) => column !== NO_COLUMN)
  return new Set(chosen).size < chosen.length ? 'Each of them needs a column of its own.' : undefined
}

export function columnsOf({ path, label, split }: ChosenColumns): ImageColumns {
  return { path, label, ...(split !== NO_COLUMN && { split }) }
}

/** The purpose that a column was chosen for, in words. */
export function roleOf(column: number, chosen: ChosenColumns): string | undefined {
  return ROLES.find(({ role }) => chosen[role] === column)?.name
}
