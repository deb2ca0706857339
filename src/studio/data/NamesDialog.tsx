import { withoutBidiControls } from '../../common/text'
import { useRef, useState } from 'react'
import type { NamesQuestion } from '../../data/importSettings'
import { CLASS_PART } from '../../data/namePattern'
import { Button } from '../../ui/Button'
import { Dialog } from '../../ui/Dialog'
import { TextEntryField } from '../../ui/TextEntryField'
import dialogStyles from './ColumnsDialog.module.css'
import styles from './NamesDialog.module.css'
import { listClasses, readPattern } from './patternReading'
import type { QuestionProps } from './questionProps'

const asTyped = (text: string): string => text

/** Asks for the pattern by which files' names say the class, and shows what it gives while it is typed. */
export function NamesDialog({ question, onAnswer }: QuestionProps<NamesQuestion>) {
  const { file, places, guesses, problem: why } = question
  const [pattern, setPattern] = useState(question.pattern || (guesses[0] ?? ''))
  const field = useRef<HTMLInputElement>(null)
  const { problem, outcome, examples } = readPattern(pattern, question)
  const cancel = (): void => onAnswer(undefined)

  return (
    <Dialog title="Where in the names is the class?" size="card" initialFocus={field} onClose={cancel}>
      <form
        className={dialogStyles.form}
        onSubmit={(event) => {
          event.preventDefault()
          if (problem === undefined) onAnswer({ names: Object.fromEntries(places.map((place) => [place, pattern])) })
        }}
      >
        {why !== undefined && <p className={dialogStyles.why}>{why}</p>}
        <p className={dialogStyles.why}>
          {guesses.length > 1 ? (
            <>
              The names of the images in <bdi className={dialogStyles.file}>{file}</bdi> say several things. Which is
              the class?
            </>
          ) : why !== undefined ? (
            'Where the files’ names say the class, a pattern reads it off them.'
          ) : (
            <>
              A pattern reads the class off the names of the images in <bdi className={dialogStyles.file}>{file}</bdi>.
            </>
          )}
        </p>
        {guesses.length > 1 && (
          <div className={styles.guesses} role="group" aria-label="Likely patterns">
            {guesses.map((guess) => (
              <Button key={guess} size="small" aria-pressed={guess === pattern} onClick={() => setPattern(guess)}>
                <code>{guess}</code>
                <bdi className={styles.sample}>{withoutBidiControls(listClasses(guess, question.names))}</bdi>
              </Button>
            ))}
          </div>
        )}
        <TextEntryField
          label="Pattern"
          value={pattern}
          format={asTyped}
          parse={asTyped}
          inputMode="text"
          placeholder={`${CLASS_PART}_#`}
          inputRef={field}
          onChange={setPattern}
        />
        <p className={styles.legend}>
          <code>{CLASS_PART}</code> is the class, <code>#</code> a number, <code>*</code> anything. Folders and endings
          such as .jpg are left out.
        </p>
        {examples.length > 0 && (
          <table className={styles.examples} aria-label="What it reads">
            <thead>
              <tr>
                <th scope="col">Name</th>
                <th scope="col">Class</th>
              </tr>
            </thead>
            <tbody>
              {examples.map(({ name, label }) => (
                <tr key={name}>
                  <td>
                    <bdi>{withoutBidiControls(name)}</bdi>
                  </td>
                  <td className={label === undefined ? styles.none : undefined}>
                    {label === undefined ? 'does not fit' : <bdi>{withoutBidiControls(label)}</bdi>}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <p className={problem === undefined ? styles.outcome : dialogStyles.problem} role="status">
          {problem ?? (outcome && withoutBidiControls(outcome))}
        </p>
        <div className={dialogStyles.actions}>
          <Button onClick={cancel}>Cancel</Button>
          <Button look="primary" type="submit" unavailable={problem !== undefined}>
            {pattern === '' ? 'Use the folders' : 'Use this pattern'}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
