import styles from './KnownForms.module.css'

const FORMS: readonly (readonly [name: string, what: string])[] = [
  [
    'Zip and table',
    'Images in a zip, and a CSV or TSV that names each with its label: image_path, label, and split (0 train, 1 validation, 2 test).',
  ],
  [
    'Folders',
    'One folder a class, dropped or in a zip or tar, with or without train, validation and test above, or lists of the images of each.',
  ],
  [
    'Names',
    'Images whose names say the class, as cat.0.jpg does: Strata tells by which pattern, and you can give another. Projects and samples of Teachable Machine too.',
  ],
  ['Galaxy’s tables', 'X_train, y_train, X_test and y_test as TSV or CSV, one row an image.'],
  ['Pixels CSV', 'A label and its pixels in every row, the label first or last.'],
  ['Other programs’ tables', 'ARFF, LIBSVM’s and Orange’s, and FER-2013 with its pixels in one field.'],
  ['IDX', 'MNIST’s own files, images together with their labels.'],
  ['Binary files', 'CIFAR-10, CIFAR-100 and STL-10.'],
  [
    'NumPy',
    'An .npz, or .npy files, with x_train, y_train, x_test and y_test; or one file of images a class, as Quick, Draw! has.',
  ],
  [
    'Images',
    'PNG, JPEG, WebP, AVIF, TIFF, BMP, GIF, PPM and PGM, grey or in colour, of any size up to 4096 pixels a side.',
  ],
]

/** Each form with what belongs to it, in plain words. */
export function KnownFormsList() {
  return (
    <>
      <dl className={styles.forms}>
        {FORMS.map(([name, what]) => (
          <div key={name}>
            <dt className={styles.name}>{name}</dt>
            <dd className={styles.what}>{what}</dd>
          </div>
        ))}
      </dl>
      <p className={styles.what}>
        Any of them may be gzipped, and a drop may mix them. Images without a split are split at random, class by class.
      </p>
    </>
  )
}
