/** The files that predictions are written to. */
import { galaxyTable } from './galaxyTable'
import { ludwigCsv } from './ludwigCsv'
import type { PredictionFile } from './predictionFile'
import { scikitLearnReport } from './scikitLearnReport'

export const PREDICTION_FILES = [ludwigCsv, galaxyTable, scikitLearnReport] as const satisfies readonly PredictionFile[]
