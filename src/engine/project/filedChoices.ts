/** What was decided about images that are not in the file. It holds for the same images wherever they are, and for no others. */
import * as v from 'valibot'
import { choicesSchema } from '../../storage/datasets/storedHead'
import type { DataChoices } from '../../model/dataChoices'
import { ENTRIES } from '../../project/manifest'
import type { Archive, Reading } from './archive'

export interface FiledChoices {
  /** Of the dataset. */
  readonly name: string
  /** Of its images as they were read. */
  readonly digest: string
  readonly choices: Omit<DataChoices, 'dataset'>
}

const schema = v.object({ name: v.string(), digest: v.string(), choices: choicesSchema })

export function writeChoices({ name, digest, choices }: FiledChoices): string {
  const { splitting, excluded, relabelled, merged } = choices
  return JSON.stringify({ name, digest, choices: { splitting, excluded, relabelled, merged } })
}

/** Undefined when they are missing or damaged. */
export async function readChoices(archive: Archive, reading: Reading): Promise<FiledChoices | undefined> {
  const { success, output } = v.safeParse(schema, await archive.readJson(ENTRIES.choices, reading))
  return success ? output : undefined
}
