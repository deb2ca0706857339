import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { toMarkdown } from '../../bench/report/markdown'
import type { BenchReport } from '../../bench/report/report'
import { Announcement } from '../../ui/Announcement'
import { Button } from '../../ui/Button'
import { writeClipboard } from '../../ui/clipboard'
import { Message } from '../../ui/Message'

const FORMS = {
  JSON: { name: 'Copy as JSON', write: (report: BenchReport) => `${JSON.stringify(report, null, 2)}\n` },
  Markdown: { name: 'Copy as Markdown table', write: (report: BenchReport) => `${toMarkdown(report)}\n` },
}
type Form = keyof typeof FORMS

/** The whole report for the clipboard, in two forms. */
export function CopyReport({ report }: { readonly report: BenchReport }) {
  const [copied, setCopied] = useState<{ readonly form: Form; readonly report: BenchReport; readonly went: boolean }>()
  const last = copied?.report === report ? copied : undefined
  const copy = async (form: Form): Promise<void> => {
    const went = await writeClipboard(FORMS[form].write(report))
    setCopied({ form, report, went })
  }
  return (
    <>
      {(['JSON', 'Markdown'] as const).map((form) => (
        <Button key={form} onClick={() => void copy(form)}>
          {last?.form === form && last.went ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
          {FORMS[form].name}
        </Button>
      ))}
      <Announcement text={last?.went ? `Copied as ${last.form}` : ''} />
      {last && !last.went && (
        <Message kind="caution">The browser gives no access to the clipboard: allow it for this page.</Message>
      )}
    </>
  )
}
