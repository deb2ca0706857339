import { useActions } from '../../store/hooks'
import { CopyButton } from '../../ui/CopyButton'
import way from './way.module.css'

/** The layers and the recipe as an address, for whoever is to open them. */
export function CopyLink() {
  const { linkTo } = useActions()
  return (
    <div className={way.way}>
      <CopyButton text={() => linkTo(location.href)}>Copy link</CopyButton>
      <p className={way.text}>
        An address that opens these layers and this recipe, without weights or images. They are in the part behind “#”,
        which browsers don’t send.
      </p>
    </div>
  )
}
