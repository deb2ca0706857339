import { useState } from 'react'
import { useActions } from '../store/hooks'
import { download } from '../ui/download'
import { formatBytes } from '../ui/format'
import { codeOnDemand } from '../ui/onDemand'

const loadWriter = codeOnDemand(async () => {
  const [{ writeReport }, { drawPicture }] = await Promise.all([import('./writeReport'), import('./drawPicture')])
  return { writeReport, drawPicture }
})

const FILE = 'report.html'

interface Said {
  readonly isSaving?: boolean
  /** What came of the last press: one sentence. */
  readonly told?: string
  /** Why nothing came of it: one sentence. */
  readonly trouble?: string
}

export interface ReportState extends Said {
  save(): Promise<void>
  dismiss(): void
}

/** Saves the report of the model at hand as a file. */
export function useReport(): ReportState {
  const { gatherReport } = useActions()
  const [said, say] = useState<Said>({})
  return {
    ...said,
    async save() {
      say({ isSaving: true })
      try {
        const facts = await gatherReport()
        const { writeReport, drawPicture } = await loadWriter()
        const file = new Blob([writeReport(facts, drawPicture)])
        download(FILE, file, 'text/html')
        say({ told: `${FILE} is saved: ${formatBytes(file.size)} that need nothing beside them.` })
      } catch (error) {
        say({ trouble: `The report was not saved. ${error instanceof Error ? error.message : String(error)}` })
      }
    },
    dismiss: () => say({}),
  }
}
