import { withoutBidiControls } from '../../common/text'
import { useActions, useSession } from '../../store/hooks'
import { Message } from '../../ui/Message'

/** What went wrong with the files of a model or a project, and what came of them. */
export function UseMessages() {
  const trouble = useSession((session) => session.model.trouble)
  const notes = useSession((session) => session.model.notes)
  const told = useSession((session) => session.project.told)
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
      {told.map(({ isCaution, message }, at) => (
        <Message
          key={message}
          kind={isCaution ? 'caution' : 'info'}
          {...(at === 0 && { onDismiss: () => dismiss('told') })}
        >
          {withoutBidiControls(message)}
        </Message>
      ))}
    </>
  )
}
