/** How the programs beside the files bring an image to the model's size: as Strata does unless a person chooses otherwise for the data. */
export const READS_WHOLE =
  'The program beside the files takes an image of another size whole, with black beside it, and passes over transparency: where the data here were read otherwise, it shows the model other pixels.'
