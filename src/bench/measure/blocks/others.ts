/** The reference model by other libraries, in turn with Strata. */
import { NAMES, type Name } from '../../report/contestantNames'
import type { ContestantFigures, OthersFigures } from '../../report/report'
import { spreadOf } from '../../report/spread'
import type { Block } from '../block'
import type { Contestant } from '../contestants/contestant'
import { makeTask, REFERENCE_MODEL } from '../makeTask'
import { sentenceOf } from '../sentenceOf'
import { look, stepsOfRound, timeSteps } from '../timeSteps'

interface Entry {
  readonly name: Name
  readonly contestant: Contestant
  readonly steps: number
  readonly times: number[]
}

export const others: Block<'others'> = {
  whyNot: ({ gpu, processor }) => (gpu || processor ? undefined : 'There is nothing here to train on.'),

  async measure({ machine, sizes, signal, tell, onProgress }) {
    const { gpu, processor } = machine
    const task = makeTask(REFERENCE_MODEL, sizes.contestBatch)
    const names: readonly Name[] = gpu ? ['strata', 'jax', 'tfjs'] : ['processor', 'jax-wasm', 'tfjs-cpu']
    const entries: Entry[] = []
    const notMeasured: { contestant: Name; reason: string }[] = []
    const tellSoFar = (): void => tell(describe(entries, notMeasured, task.batchSize))
    // The other libraries are loaded here and nowhere else.
    const { openContestant } = await import('../contestants/openContestant')
    const attempt = async (name: Name, work: () => Promise<void>): Promise<boolean> => {
      await look(signal)
      try {
        await work()
        return true
      } catch (error) {
        signal.throwIfAborted()
        notMeasured.push({ contestant: name, reason: sentenceOf(error) })
        return false
      }
    }
    try {
      for (const [index, name] of names.entries()) {
        onProgress(`opening ${NAMES[name]}`, (0.5 * index) / names.length)
        await attempt(name, async () => {
          const contestant = await openContestant(name, { gpu, processor }, task, signal)
          try {
            // It warms up.
            await timeSteps(contestant, 1)
            const steps = await stepsOfRound(contestant, sizes.roundMilliseconds, signal)
            entries.push({ name, contestant, steps, times: [] })
          } catch (error) {
            contestant.close()
            throw error
          }
        })
      }
      for (let round = 0; round < sizes.contestRounds; round++) {
        for (const [index, entry] of [...entries].entries()) {
          onProgress(
            `round ${round + 1} of ${sizes.contestRounds}`,
            0.5 + (round + index / entries.length) / sizes.contestRounds / 2,
          )
          const { name, contestant, steps, times } = entry
          const goesOn = await attempt(name, async () => void times.push(await timeSteps(contestant, steps)))
          if (!goesOn) entries.splice(entries.indexOf(entry), 1)
          tellSoFar()
        }
      }
      tellSoFar()
    } finally {
      for (const { contestant } of entries) contestant.close()
    }
  },
}

function describe(
  entries: readonly Entry[],
  notMeasured: OthersFigures['notMeasured'],
  batchSize: number,
): OthersFigures {
  const measured = entries.filter(({ times }) => times.length > 0)
  const first = measured[0] && spreadOf(measured[0].times).median
  const contestants = measured.map(({ name, times }): ContestantFigures => {
    const stepMilliseconds = spreadOf(times)
    const { median } = stepMilliseconds
    return {
      contestant: name,
      stepMilliseconds,
      imagesPerSecond: (1000 * batchSize) / median,
      timesAsLong: median / first!,
    }
  })
  return { model: REFERENCE_MODEL, batchSize, contestants, notMeasured: [...notMeasured] }
}
