/** The page of the bench: a header that leads back to the studio, and what is measured. */
import { ArrowLeft } from 'lucide-react'
import { BenchPage } from '../bench/BenchPage'
import styles from './BenchShell.module.css'
import { Brand } from './Brand'
import headerStyles from './Header.module.css'
import { ThemeButton } from './ThemeButton'

export function BenchShell() {
  return (
    <>
      <header className={headerStyles.header}>
        <p className={headerStyles.brand}>
          <Brand />
        </p>
        <nav className={headerStyles.rooms} aria-label="Pages">
          <a href="#data" className={styles.back}>
            <ArrowLeft size={14} aria-hidden />
            Back to the studio
          </a>
        </nav>
        <div className={headerStyles.tools}>
          <ThemeButton />
        </div>
      </header>
      <main className={styles.main}>
        <BenchPage />
      </main>
    </>
  )
}
