import { Monitor, Moon, Sun } from 'lucide-react'
import { IconButton } from '../../ui/Button'
import { useTheme } from './useTheme'

const ICONS = { system: Monitor, light: Sun, dark: Moon }

export function ThemeButton() {
  const { theme, cycle } = useTheme()
  const Icon = ICONS[theme]
  return <IconButton label={`Theme: ${theme}`} icon={<Icon size={16} aria-hidden />} onClick={cycle} />
}
