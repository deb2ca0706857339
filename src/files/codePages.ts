/**
 * Code pages: how programs wrote letters as bytes before UTF-8, and still do. Names in archives and tables come in that of the computer
 * they were made on, and say nowhere which it is.
 */

/** Bytes as text, in pieces or at once, as a TextDecoder does it. */
export interface Decoder {
  decode(bytes?: Uint8Array, options?: { readonly stream?: boolean }): string
}

/** The letters from 128 on of what old Windows calls OEM code pages. Browsers don't have them; the Unicode Consortium's mappings do. */
const HALVES = {
  cp437:
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0',
  cp850:
    'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u00ad±‗¾¶§÷¸°¨·¹³²■\u00a0',
  cp852:
    'ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐└┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u00ad˝˛ˇ˘§÷¸°¨˙űŘř■\u00a0',
  cp737:
    'ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρσςτυφχψ░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀ωάέήϊίόύϋώΆΈΉΊΌΎΏ±≥≤ΪΫ÷≈°∙·√ⁿ²■\u00a0',
  cp857:
    'ÇüéâäàåçêëèïîıÄÅÉæÆôöòûùİÖÜø£ØŞşáíóúñÑĞğ¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ºªÊËÈ\ufffdÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµ\ufffd×ÚÛÙìÿ¯´\u00ad±\ufffd¾¶§÷¸°¨·¹³²■\u00a0',
} as const

/** What letters a code page is for. */
export const SCRIPTS = {
  western: 'Western European',
  central: 'Central European',
  cyrillic: 'Cyrillic',
  greek: 'Greek',
  turkish: 'Turkish',
  chinese: 'Chinese',
  taiwanese: 'Chinese, traditional',
  japanese: 'Japanese',
  korean: 'Korean',
} as const

export type Script = keyof typeof SCRIPTS

interface CodePageFacts {
  readonly name: string
  readonly script: Script
  /** How likely it is before any letter is seen, as a logarithm: in names in archives, and in the text of tables. */
  readonly names: number
  readonly text: number
}

/**
 * The pages by the labels of the Encoding Standard, or as `cp` and a number. Windows writes names in archives in its OEM page, and text in
 * its ANSI page. In East Asia both are one.
 */
export const CODE_PAGES = {
  'windows-1252': { name: 'Windows-1252', script: 'western', names: -1.5, text: 0 },
  cp850: { name: 'cp850', script: 'western', names: 0, text: -3 },
  cp437: { name: 'cp437', script: 'western', names: -1, text: -5 },
  macintosh: { name: 'Macintosh', script: 'western', names: -5, text: -3 },
  'windows-1250': { name: 'Windows-1250', script: 'central', names: -4, text: -2.5 },
  cp852: { name: 'cp852', script: 'central', names: -2, text: -5 },
  'windows-1251': { name: 'Windows-1251', script: 'cyrillic', names: -2, text: 0 },
  ibm866: { name: 'cp866', script: 'cyrillic', names: 0, text: -3 },
  'koi8-r': { name: 'KOI8-R', script: 'cyrillic', names: -5, text: -4 },
  'windows-1253': { name: 'Windows-1253', script: 'greek', names: -5, text: -4 },
  cp737: { name: 'cp737', script: 'greek', names: -4, text: -7 },
  'windows-1254': { name: 'Windows-1254', script: 'turkish', names: -3.5, text: -2 },
  cp857: { name: 'cp857', script: 'turkish', names: -2, text: -5 },
  gb18030: { name: 'GBK', script: 'chinese', names: 0, text: 0 },
  big5: { name: 'Big5', script: 'taiwanese', names: -1, text: -1 },
  shift_jis: { name: 'Shift-JIS', script: 'japanese', names: 0, text: 0 },
  'euc-jp': { name: 'EUC-JP', script: 'japanese', names: -3, text: -3 },
  'euc-kr': { name: 'EUC-KR', script: 'korean', names: -1, text: -1 },
} as const satisfies Readonly<Record<string, CodePageFacts>>

export type CodePage = keyof typeof CODE_PAGES

/** Which page text without a mark is read in: by its letters, in the likeliest page of a script, or in the one that a person names. */
export type CodePageChoice = 'auto' | Script | CodePage

/** The pages that a choice leaves open. */
export function pagesOf(choice: CodePageChoice): readonly CodePage[] {
  const all = Object.keys(CODE_PAGES) as CodePage[]
  if (choice === 'auto') return all
  if (isCodePage(choice)) return [choice]
  return all.filter((page) => CODE_PAGES[page].script === choice)
}

export function isCodePage(encoding: string): encoding is CodePage {
  return Object.hasOwn(CODE_PAGES, encoding)
}

/** Bytes that are no letter become U+FFFD. With `fatal` they throw a TypeError, in pages that browsers have. */
export function createDecoder(encoding: CodePage | 'utf-8' | 'utf-16le' | 'utf-16be', fatal = false): Decoder {
  if (encoding === 'windows-1252') return createWestern()
  if (!Object.hasOwn(HALVES, encoding)) return new TextDecoder(encoding, { fatal })
  const half = HALVES[encoding as keyof typeof HALVES]
  return {
    decode(bytes = new Uint8Array(0)) {
      let text = ''
      for (const byte of bytes) text += byte < 128 ? String.fromCharCode(byte) : half[byte - 128]!
      return text
    },
  }
}

/** Where Windows-1252 differs from Latin-1: from 0x80 on. */
const BEYOND_LATIN1 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ'

/** Node's decoder of Windows-1252 gives Latin-1; that of browsers is left as it is by this. */
function createWestern(): Decoder {
  const decoder = new TextDecoder('windows-1252')
  return {
    decode: (bytes, options) =>
      decoder.decode(bytes, options).replace(/[\u0080-\u009f]/g, (sign) => BEYOND_LATIN1[sign.charCodeAt(0) - 128]!),
  }
}
