/** Strata's own file of a whole project: an archive, which is opened by what is in it. */
import { firstEntryName } from '../../files/zipEntry'
import { PROJECT_MANIFEST } from '../../model/projectFile'
import type { Format } from '../format'

export const strataFile: Format = {
  name: 'Strata project file',

  recognise: (files) =>
    Promise.resolve(
      files.flatMap(({ entry, head }) =>
        head && firstEntryName(head) === PROJECT_MANIFEST
          ? { holds: 'projectFile', what: 'is a Strata project', files: [entry] }
          : [],
      ),
    ),

  read: ([entry]) => Promise.resolve({ holds: 'projectFile', entry, notes: [] }),
}
