/** The sections of the report, in its order. A new one is its file and one line here. */
import type { Section } from './section'
import { PICTURES } from './sections/pictures'
import { CONFIDENCE } from './sections/confidence'
import { CONFUSION } from './sections/confusion'
import { CURVES } from './sections/curves'
import { DATA } from './sections/data'
import { ENVIRONMENT } from './sections/environment'
import { INSIDE } from './sections/inside'
import { MAP } from './sections/map'
import { MODEL } from './sections/model'
import { OVERVIEW } from './sections/overview'
import { RECIPE } from './sections/recipe'
import { REMAKE } from './sections/remake'
import { SCORES } from './sections/scores'
import { TRAINING } from './sections/training'

export const SECTIONS: readonly Section[] = [
  OVERVIEW,
  DATA,
  MODEL,
  RECIPE,
  TRAINING,
  INSIDE,
  CONFUSION,
  SCORES,
  CURVES,
  CONFIDENCE,
  PICTURES,
  MAP,
  ENVIRONMENT,
  REMAKE,
]
