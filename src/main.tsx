import '@fontsource-variable/inter/wght.css'
import './ui/theme.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createEngine } from './engine/client'
import { findStorage } from './store/document/autosave'
import { StudioContext } from './store/hooks'
import { createStudio } from './store/studio'
import { Shell } from './studio/shell/Shell'
import { restoreTheme } from './studio/shell/useTheme'
import { fetchAhead } from './ui/onDemand'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root.')

restoreTheme()
const studio = createStudio(createEngine(), findStorage(), location.search)

createRoot(root).render(
  <StrictMode>
    <StudioContext value={studio}>
      <Shell />
    </StudioContext>
  </StrictMode>,
)

void fetchAhead()
