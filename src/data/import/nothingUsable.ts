/** Says why nothing of a drop can be used. */
import { counted } from '../../common/text'
import { ImportError } from '../../files/importProblem'
import { ProblemList } from '../../files/problemList'
import { readImages } from '../images/readImages'
import { NoLabels } from '../labels/noLabels'
import { type Import, whereOf } from './currentImport'
import type { Known } from './findLabels'
import type { Recognised } from './recognise'
import { describeOther, LEFT_OUT } from './reportUnused'

/** A kind of problem. */
const UNREAD = 'files could not be read'

/** Images that are decoded before labels are asked for. */
const FEW = 16

/** Why no image can be used, by the likeliest reason. */
export async function nothingUsable(
  current: Import,
  found: Recognised,
  { tables, missing, names }: Known,
): Promise<ImportError> {
  const { failures, problems } = current
  const { others } = found
  const [failure] = failures
  const [table] = [...tables.unknown, ...tables.ofNames]
  const other = others.find(({ advice }) => advice !== undefined) ?? others[0]
  if (failure !== undefined) return withReason(failure, problems)
  if (table !== undefined && table.profile.columns > 1) return new ImportError(table.why, { file: table.entry.path })
  if (missing !== undefined) {
    const unreadable = await findUnreadable(current, found)
    if (unreadable !== undefined) return unreadable
    const error = withReason(new ImportError(missing), problems, others)
    return names === undefined ? error : new NoLabels(error.message, whereOf(error), names)
  }
  const hint = 'drop images with their labels, such as a zip and its CSV, or one folder a class'
  if (other !== undefined && others.length > 1) {
    const message = `None of these ${counted(others.length, 'files')} is an image or a table that can be read; ${other.entry.path}, for one, ${other.what}: ${other.advice ?? hint}.`
    return new ImportError(message)
  }
  if (other !== undefined) {
    return new ImportError(`${other.entry.path} ${other.what}: ${other.advice ?? hint}.`, { file: other.entry.path })
  }
  return new ImportError(`There are no images here: ${hint}.${problems.describeMost()}`)
}

/** Tries a few images without labels. When none can be read, asking for labels would be in vain. */
async function findUnreadable({ settings, options }: Import, { images }: Recognised): Promise<ImportError | undefined> {
  if (images.length > FEW) return undefined
  try {
    await readImages(images, settings, new ProblemList(), options)
    return undefined
  } catch (error) {
    if (error instanceof ImportError) return error
    throw error
  }
}

/** A file that came and could not be read may hold what is missing. */
function withReason(error: ImportError, problems: ProblemList, others: Recognised['others'] = []): ImportError {
  const [unread] = problems.groups().filter(({ kind }) => kind === UNREAD || kind === LEFT_OUT)
  const held = others.find(({ mayHoldLabels }) => mayHoldLabels)
  const reason = held === undefined ? unread?.listed[0]?.message : describeOther(held)
  return reason === undefined ? error : new ImportError(`${error.message} ${reason}`, whereOf(error))
}
