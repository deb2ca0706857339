import { useActions, useSession } from '../../store/hooks'
import { Message } from '../../ui/Message'

/** What went wrong with a model's files, and what was changed on their way in. */
export function UseMessages() {
  const trouble = useSession((session) => session.model.trouble)
  const notes = useSession((session) => session.model.notes)
  const { dismiss } = useActions()
  return (
    <>
      {trouble && (
        <Message kind="danger" where={trouble.file} onDismiss={() => dismiss('model')}>
          {trouble.message}
        </Message>
      )}
      {notes.map((note) => (
        <Message key={note} kind="info">
          {note}
        </Message>
      ))}
    </>
  )
}
