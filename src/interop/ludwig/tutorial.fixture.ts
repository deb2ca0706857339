/** For tests: what Galaxy's tutorial on Ludwig trains by, as its text describes it, in the names that its version of Ludwig has. */

export const TUTORIAL = `\
input_features:
  - name: image_path
    type: image
    preprocessing:
      num_processes: 4
    encoder: stacked_cnn
    conv_layers:
      - num_filters: 32
        filter_size: 3
        pool_size: 2
        pool_stride: 2
      - num_filters: 64
        filter_size: 3
        pool_size: 2
        pool_stride: 2
        dropout: 0.4
    fc_layers:
      - output_size: 128
        dropout: 0.4

output_features:
  - name: label
    type: category

trainer:
  epochs: 5

preprocessing:
  split:
    type: fixed
    column: split
`

/** Its second config differs in one number. */
export const TUTORIAL_LONGER = TUTORIAL.replace('epochs: 5', 'epochs: 15')
