import { Copy } from 'lucide-react'
import { useState } from 'react'
import { Button } from './Button'
import { writeClipboard } from './clipboard'
import styles from './CopyButton.module.css'

export interface CopyButtonProps {
  /** What it copies, where `Copy` alone does not say it: the accessible name. */
  readonly label?: string
  /** The text, or what makes it when it is asked for. */
  readonly text: string | (() => Promise<string>)
  readonly children?: string
}

/** Copies a text, and says whether the browser let it. */
export function CopyButton({ label, text, children = 'Copy' }: CopyButtonProps) {
  const [news, setNews] = useState('')
  const copy = async (): Promise<void> => {
    const isCopied = await writeClipboard(typeof text === 'string' ? text : await text())
    setNews(isCopied ? 'Copied' : 'The browser did not let it be copied: select the text instead.')
  }
  return (
    <div className={styles.copy}>
      <p role="status" className={styles.news}>
        {news}
      </p>
      <Button size="small" aria-label={label} onClick={() => void copy()}>
        <Copy size={14} aria-hidden />
        {children}
      </Button>
    </div>
  )
}
