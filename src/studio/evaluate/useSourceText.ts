import { withoutBidiControls } from '../../common/text'
import { useIsOfRun, useSession } from '../../store/hooks'
import { formatAmount, formatCount, isolate } from '../../ui/format'
import { useWeightsInWords } from './useImagesShown'

/** The data and the model, in a few words. */
export function useSourceText(split: 'validation' | 'test'): { readonly data: string; readonly model: string } {
  const isOfRun = useIsOfRun()
  const name = useSession(({ data, run }) => (split === 'validation' ? run.dataName : (data.dataset?.name ?? '')))
  const number = useSession(({ run }) => run.number)
  const origin = useSession(({ model }) => model.origin)
  const parameters = useSession(({ model }) => model.current?.parameters ?? 0)
  const weights = useWeightsInWords()
  const ofRun = [
    number === undefined ? 'Model of this run' : `Model of run ${formatCount(number)}`,
    ...(weights === undefined ? [] : [weights]),
  ].join(', ')
  const other = withoutBidiControls(origin ?? 'A model').replace(/\.$/, '')
  return {
    data: isolate(withoutBidiControls(name)),
    model: `${isOfRun ? ofRun : other}, ${formatAmount(parameters, 'parameter')}`,
  }
}
