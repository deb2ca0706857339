import { useCallback, useMemo, useState } from 'react'
import type { Values } from '../../../../engine/protocol/inside'
import { formatShape } from '../../../../model/layers/define'
import type { LayerClassName } from '../../../../model/layers/registry'
import { useActions, useSession } from '../../../../store/hooks'
import { formatAmount } from '../../../../ui/format'
import { InlineSelect } from '../../../../ui/InlineSelect'
import { Message } from '../../../../ui/Message'
import { useAnswer } from '../../../../ui/useAnswer'
import { kernelOf, listKernels, type FilterKernel } from './filterKernels'
import styles from './inside.module.css'
import { InsideFigure } from './InsideFigure'
import { useInsideLook } from './insideLook'
import { MapGrid } from './MapGrid'
import { Pager } from './Pager'
import { isBright, paintValues, shadeOf, shareOf } from './shades'
import { ShadeScale } from './ShadeScale'
import { ValueGrid } from './ValueGrid'
import { formatValue } from './words'

/** The kernels of a layer: what each filter looks for in each channel of its input. */
export function Filters({ layer }: { readonly layer: number }) {
  const { found } = useInsideLook()
  const { readKernel } = useActions()
  const model = useSession((session) => session.model.current)
  const known = found.layers.find((each) => each.layer === layer)
  const about = useMemo(() => ({ known, model }), [known, model])
  const ask = useCallback((signal: AbortSignal) => readKernel(layer, signal), [readKernel, layer])
  const hasFilters = known?.kernel?.length === 4
  const { value, trouble, about: of } = useAnswer(hasFilters ? ask : undefined, about)
  if (!hasFilters)
    return (
      <p className={styles.remark}>
        {known ? `${known.name} has no kernel that walks over an image` : 'An image has no filters'}: choose a
        convolution.
      </p>
    )
  if (trouble !== undefined) return <Message kind="danger">{trouble}</Message>
  if (!value || !of?.known) return <p className={styles.remark}>The kernels are read …</p>
  return <Kernels key={of.known.layer} name={of.known.name} className={of.known.className} kernel={value} />
}

const PER_PAGE = 64
const ALL = 'all'

interface KernelsProps {
  readonly name: string
  readonly className: LayerClassName
  readonly kernel: Values
}

function Kernels({ name, className, kernel }: KernelsProps) {
  const all = useMemo(() => listKernels(kernel.shape, className), [kernel, className])
  const inputs = useMemo(() => [...new Set(all.map(({ input }) => input))], [all])
  const [input, setInput] = useState(inputs.length > 1 ? '0' : ALL)
  const [page, setPage] = useState(0)
  const [at, setAt] = useState(0)
  const [place, setPlace] = useState({ row: 0, column: 0 })
  const listed = useMemo(() => (input === ALL ? all : all.filter((each) => String(each.input) === input)), [all, input])
  const [rows = 1, columns = 1] = kernel.shape
  const most = useMemo(() => kernel.values.reduce((largest, value) => Math.max(largest, Math.abs(value)), 0), [kernel])
  const shown = useMemo(
    () =>
      listed.slice(page * PER_PAGE, (page + 1) * PER_PAGE).map((each) => {
        const values = kernelOf(kernel, each)
        const least = Math.min(...values)
        const largest = Math.max(...values)
        return { ...each, values, least, largest, rgba: paintValues(values, most) }
      }),
    [listed, page, kernel, most],
  )
  const say = ({ filter, input: from }: FilterKernel): string =>
    `Filter ${filter}${inputs.length > 1 ? `, input channel ${from}` : ''}`
  const chosen = shown[at - page * PER_PAGE] ?? shown[0]!
  const weights = Array.from(
    { length: rows * columns },
    (_, index) => `${Math.floor(index / columns)}, ${index % columns}`,
  )
  return (
    <div className={styles.output}>
      <InsideFigure
        title={`Filters of ${name}`}
        help="The weights of the layer’s kernels, as training left them. Where a filter is warm it wants bright input, where it is cold dark input. One scale for all."
        aside={
          inputs.length > 1 && (
            <InlineSelect
              label="Input channel"
              value={input}
              options={[
                ...inputs.map((each) => ({ value: String(each), label: String(each) })),
                { value: ALL, label: 'All' },
              ]}
              onChange={(next) => {
                setInput(next)
                setPage(0)
                setAt(0)
              }}
            />
          )
        }
        columns={['Filter', 'Input channel', ...weights]}
        rows={shown.map(({ filter, input: from, values }) => [filter, from, ...values])}
        written={shown.map(({ filter, input: from, values }) => [
          String(filter),
          String(from),
          ...Array.from(values, formatValue),
        ])}
        chart={
          <div className={styles.stack}>
            <div className={styles.line}>
              <ShadeScale
                from={-most}
                to={most}
                texts={[formatValue(-most), formatValue(most)]}
                paint={(values) => paintValues(values, most)}
              />
              <Pager noun="filters" page={page} perPage={PER_PAGE} count={listed.length} onPage={setPage} />
            </div>
            <MapGrid
              label={`${formatAmount(shown.length, 'kernel')} of ${name}`}
              rows={rows}
              columns={columns}
              maps={shown.map((each) => ({
                caption: input === ALL && inputs.length > 1 ? `${each.filter} ← ${each.input}` : String(each.filter),
                says: `${say(each)}: ${formatShape([rows, columns])} weights from ${formatValue(each.least)} to ${formatValue(each.largest)}`,
                rgba: each.rgba,
              }))}
              chosen={shown.indexOf(chosen)}
              onChoose={(index) => setAt(page * PER_PAGE + index)}
            />
          </div>
        }
      />
      <section className={styles.large} aria-label="One kernel, large">
        <h3 className={styles.title}>{say(chosen)}</h3>
        <ValueGrid
          label={`${say(chosen)}: ${formatShape([rows, columns])} weights. The arrow keys read them`}
          rows={rows}
          columns={columns}
          rgba={chosen.rgba}
          place={{ row: Math.min(place.row, rows - 1), column: Math.min(place.column, columns - 1) }}
          read={({ row, column }) =>
            `Row ${row}, column ${column}: ${formatValue(chosen.values[row * columns + column]!)}`
          }
          write={({ row, column }) => {
            const value = chosen.values[row * columns + column]!
            return { text: formatValue(value), isBright: isBright(shadeOf(shareOf(value, most))) }
          }}
          onPlace={setPlace}
        />
      </section>
    </div>
  )
}
