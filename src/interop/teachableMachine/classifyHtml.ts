/** A page that comes with the files: it reads one image file and shows its class, by Teachable Machine's library. No name goes into its text. */
import type { Snippet } from '../target'

export const CLASSIFY: Snippet = { language: 'HTML', file: 'classify.html', run: 'python3 -m http.server 8000' }

export const CLASSIFY_TEXT = `<!doctype html>
<!--
  Shows the class of an image, by Teachable Machine's library. A browser loads no model from the disk, so serve the folder:

    ${CLASSIFY.run}

  and open http://localhost:8000/classify.html. The two scripts come from the web; images stay in the browser.
-->
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width" />
    <title>Classify an image</title>
    <style>
      body { font: 16px/1.5 system-ui, sans-serif; max-width: 32rem; margin: 2rem auto; padding: 0 1rem; }
      img { display: block; max-width: 100%; margin: 1rem 0; }
    </style>
    <script src="https://cdn.jsdelivr.net/npm/@tensorflow/tfjs@4.22.0/dist/tf.min.js"></script>
    <script src="https://cdn.jsdelivr.net/npm/@teachablemachine/image@0.8.5/dist/teachablemachine-image.min.js"></script>
  </head>
  <body>
    <label>Image: <input id="file" type="file" accept="image/*" /></label>
    <img id="image" alt="" />
    <output id="answer"></output>
    <script>
      const loading = tmImage.load('model.json', 'metadata.json')
      const image = document.getElementById('image')
      const answer = document.getElementById('answer')

      document.getElementById('file').addEventListener('change', async ({ target }) => {
        const [file] = target.files
        if (!file) return
        URL.revokeObjectURL(image.src)
        image.src = URL.createObjectURL(file)
        const predictions = await (await loading).predict(await createImageBitmap(file))
        const [best] = predictions.toSorted((one, other) => other.probability - one.probability)
        answer.textContent = \`\${best.className} (\${(100 * best.probability).toFixed(1)} %)\`
      })
    </script>
  </body>
</html>
`
