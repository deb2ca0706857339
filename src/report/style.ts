/** All that the report's look needs: the page's own sheets of what is drawn, and one for a document. */
import axes from '../ui/chart/Axes.module.css?inline'
import binDrawing from '../ui/chart/BinDrawing.module.css?inline'
import lineDrawing from '../ui/chart/LineDrawing.module.css?inline'
import matrixDrawing from '../ui/chart/MatrixDrawing.module.css?inline'
import ridgeDrawing from '../ui/chart/RidgeDrawing.module.css?inline'
import rowDrawing from '../ui/chart/RowDrawing.module.css?inline'
import shadeLegend from '../ui/chart/ShadeLegend.module.css?inline'
import tones from '../ui/chart/tones.module.css?inline'
import theme from '../ui/theme.css?inline'
import anatomyMarks from '../figures/anatomy/marks.module.css?inline'
import curve from '../figures/run/curve.module.css?inline'
import marks from '../figures/study/marks.module.css?inline'
import report from './report.css?inline'

export const REPORT_STYLE = [
  theme,
  axes,
  lineDrawing,
  binDrawing,
  rowDrawing,
  matrixDrawing,
  ridgeDrawing,
  shadeLegend,
  tones,
  curve,
  marks,
  anatomyMarks,
  report,
].join('\n')
