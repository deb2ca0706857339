import { useCallback, useState } from 'react'

/** What a screen reader is to say. The same sentence twice is said twice: a blank that nobody hears makes it another text. */
export function useNews(): { readonly news: string; say(news: string): void } {
  const [news, setNews] = useState('')
  const say = useCallback((text: string) => setNews((before) => (before === text ? `${text}\u00A0` : text)), [])
  return { news, say }
}
