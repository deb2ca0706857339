/** The table that Galaxy's tool Model Prediction writes, one class a row in the order of the images: bgruening/galaxytools, `model_prediction.py`. */
import type { PredictionFile } from './predictionFile'

export const galaxyTable: PredictionFile = {
  id: 'galaxy',
  name: 'predicted.tabular',
  write: ({ predictions: { classes, predicted }, images }) =>
    `${['Predicted', ...Array.from(images, (image) => inOneCell(classes[predicted[image]!]!))].join('\n')}\n`,
}

/** A table of Galaxy quotes nothing. */
function inOneCell(text: string): string {
  return text.replaceAll(/[\t\r\n]+/g, ' ')
}
