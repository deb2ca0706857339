/** What a person chooses of a file's input. */
import type { TargetChoice } from '../target'

/** Where a file says how pixels become numbers, a careless reader still feeds it pixels as they are: so the graph takes those. */
export const NORMALISE: TargetChoice = {
  name: 'normalise',
  label: 'Normalisation in the graph',
  help: 'The model takes pixels from 0 to 255 as they are read. Without it, they must be normalised as here before they go in.',
  byDefault: true,
}

/** Images are read with channels last, and so they go in. Models that came from PyTorch take them first, and so do programs for those. */
export const CHANNELS_FIRST: TargetChoice = {
  name: 'channelsFirst',
  label: 'Channels first',
  help: 'The model takes images as channels × height × width, as models of PyTorch do, instead of height × width × channels.',
  byDefault: false,
}
