/** The choices of Keras's JSON of layers, by name. */
export const KERAS_2 = 'keras2'
