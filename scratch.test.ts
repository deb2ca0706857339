import { it } from 'vitest'
import { readFileSync } from 'node:fs'
import { readHdf5 } from './src/interop/keras/hdf5/readHdf5'
it('x', () => {
  for (const f of ['/tmp/k3/nested.h5','/tmp/k2/nested.h5','/tmp/k3/sequential.weights.h5']) {
  const root = readHdf5(readFileSync(f))
  process.stdout.write(`${f} ${root.names()} ${root.text('keras_version')} ${root.text('model_config')?.slice(0,100)} ${root.text('model_config')?.length}\n`)
  const g = root.find('model_weights') 
  for (const n of g?.texts('layer_names') ?? []) process.stdout.write(`${n} ${g!.find(n)!.texts('weight_names')}\n`)
  for (const p of ['model_weights/same/sequential/same/kernel','model_weights/same/same/kernel:0','layers/conv2d/vars/0']) { const v = root.find(p)?.values(); if (v) process.stdout.write(`${v.shape} ${v.values.slice(0,4)}\n`) }
  }
})
