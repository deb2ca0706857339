import { ChevronDown } from 'lucide-react'
import type { DeviceWish } from '../../engine/protocol/device'
import { isWithoutDevice } from '../../store/session/deviceUse'
import { whyDeviceIsKept } from '../../store/device/deviceActions'
import { useActions, useSession } from '../../store/hooks'
import { Button } from '../../ui/Button'
import { classes } from '../../ui/classes'
import { Menu } from '../../ui/Menu'
import styles from './DeviceMenu.module.css'

interface Choice {
  readonly wish: DeviceWish
  readonly name: string
  readonly description: string
}

const CHOICES: readonly Choice[] = [
  { wish: 'best', name: 'Best', description: 'A GPU where WebGPU reaches one, or else the processor.' },
  { wish: 'webgpu', name: 'GPU through WebGPU', description: 'Compiled for the GPU: the fastest where there is one.' },
  { wish: 'processor', name: 'Processor', description: 'Compiled to WebAssembly, on several cores side by side.' },
  { wish: 'webgl', name: 'WebGL (TensorFlow.js)', description: 'For a GPU that WebGPU can’t reach. Slower.' },
  { wish: 'cpu', name: 'JavaScript (TensorFlow.js)', description: 'On one core, in any browser. Far slower.' },
]

const BACKENDS = { webgpu: 'WebGPU', processor: 'Processor', webgl: 'WebGL', cpu: 'JavaScript' }

/** What trains, by name. A press lets a person choose. */
export function DeviceMenu() {
  const device = useSession((session) => session.device.report)
  const isWithout = useSession(isWithoutDevice)
  const wish = useSession((session) => session.device.wish)
  const obstacle = useSession(whyDeviceIsKept)
  const { chooseDevice } = useActions()
  const name = device ? BACKENDS[device.backend] : isWithout ? 'No device' : 'Looking for a device …'
  const isFast = device && (device.backend === 'webgpu' || device.backend === 'processor') && !device.software
  return (
    <Menu
      trigger={
        <Button look="plain" size="small" className={styles.trigger} aria-label={device && `Trains on ${name}`}>
          <span className={classes(styles.light, isFast ? styles.fast : device && styles.slow)} />
          {name}
          <ChevronDown size={14} className={styles.more} aria-hidden />
        </Button>
      }
      obstacle={obstacle}
      items={CHOICES.map((choice) => ({
        name: choice.name,
        description: choice.description,
        isChosen: choice.wish === wish,
        onSelect: () => void chooseDevice(choice.wish),
      }))}
    />
  )
}
