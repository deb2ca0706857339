/** The files that predictions are written to. */
import { galaxyTable } from './galaxyTable'
import { ludwigCsv } from './ludwigCsv'
import { ludwigTestStatistics } from './ludwigTestStatistics'
import type { PredictionFile } from './predictionFile'
import { scikitLearnReport } from './scikitLearnReport'

export const PREDICTION_FILES = [
  ludwigCsv,
  ludwigTestStatistics,
  galaxyTable,
  scikitLearnReport,
] as const satisfies readonly PredictionFile[]
