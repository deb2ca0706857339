/** Reads single fields of a table that is otherwise kept as bytes. */
import { createDecoder, type Decoder, isCodePage } from '../../files/codePages'
import { splitFields, type TextForm, withPoints } from './textForm'

/** The most different texts that are remembered. */
const MAX_REMEMBERED = 4096

/** Decodes what `lineBlocks` gives: UTF-16 is UTF-8 by the time it is cut into lines. */
export function lineDecoder({ encoding }: Pick<TextForm, 'encoding'>): Decoder {
  return createDecoder(isCodePage(encoding) ? encoding : 'utf-8')
}

export class FieldText {
  private readonly decoder: Decoder
  private readonly delimiter: TextForm['delimiter']
  private readonly decimal: TextForm['decimal']
  private readonly remembered = new Map<string, string>()

  constructor({ encoding, delimiter, decimal }: TextForm) {
    this.decoder = lineDecoder({ encoding })
    this.delimiter = delimiter
    this.decimal = decimal
  }

  /** The field at `from` up to `to`, without blanks and quotation marks around it. Equal ones are one string. */
  read(bytes: Uint8Array, from: number, to: number): string {
    const [field = ''] = splitFields(this.decoder.decode(bytes.subarray(from, to)), this.delimiter)
    const text = withPoints(field, this.decimal)
    const known = this.remembered.get(text)
    if (known !== undefined) return known
    if (this.remembered.size < MAX_REMEMBERED) this.remembered.set(text, text)
    return text
  }
}
