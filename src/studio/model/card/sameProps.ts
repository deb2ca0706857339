/** Whether a component would be drawn alike: for `memo`, as every edit works out anew what mostly comes out as it was. */
import { isSameValue } from '../../../model/sameValue'

/** Lists and records are compared by what they hold; functions in them, and alone, by identity. */
export function isSameProps<Props extends object>(before: Props, after: Props): boolean {
  return Object.entries(before).every(([name, value]) => isSameValue(value, after[name as keyof Props]))
}
