/** Takes in a merchant's logo: known by its content, whole, bounded, and without anything that runs or fetches. */
import { decode } from 'fast-png'
import { type Logo, MAX_LOGO_PIXELS } from '../../domain/logo.ts'
import { fail, ok, type Problem, type Result, refuse } from '../../domain/result.ts'
import type { ReadLogo } from '../../ports.ts'
import { readSafeSvg } from './safe-svg.ts'

/** PNG, JPEG or SVG; an SVG is written anew from what draws. */
export const readLogo: ReadLogo = (bytes) => {
  const [first, second, third] = bytes
  if (first === 0x89 && second === 0x50) return readPng(bytes)
  if (first === 0xff && second === 0xd8 && third === 0xff) return readJpeg(bytes)
  const text = decodeText(bytes)
  if (text !== undefined && /<svg[\s>]/i.test(text.slice(0, 4_096))) return readSvg(text)
  return problem('logo-type', {
    ja: 'ロゴ：PNG・JPEG・SVGのどれかにしてください。',
    en: 'logo: must be a PNG, a JPEG or an SVG.',
  })
}

const readPng = (bytes: Uint8Array): Result<Logo> => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 24) return broken
  const wrong = checkSize(view.getUint32(16), view.getUint32(20))
  if (wrong !== undefined) return wrong
  try {
    decode(bytes, { checkCrc: true })
  } catch {
    return broken
  }
  return ok({ type: 'image/png', bytes })
}

/** Markers of frames, which hold the picture's size; C4, C8 and CC mean something else. */
const isFrame = (marker: number): boolean =>
  marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)

const readJpeg = (bytes: Uint8Array): Result<Logo> => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const isWhole = bytes.at(-2) === 0xff && bytes.at(-1) === 0xd9
  for (let at = 2; isWhole && at + 9 < bytes.length && bytes[at] === 0xff; ) {
    const marker = view.getUint8(at + 1)
    if (isFrame(marker)) {
      return checkSize(view.getUint16(at + 7), view.getUint16(at + 5)) ?? ok({ type: 'image/jpeg', bytes })
    }
    at += 2 + view.getUint16(at + 2)
  }
  return broken
}

const readSvg = (text: string): Result<Logo> => {
  const read = readSafeSvg(text.replace(/^\ufeff/, ''), 'logo')
  if (!read.ok) return fail({ kind: 'invalid-input', problems: read.failure })
  const { svg, width, height } = read.value
  // With a size of its own it keeps its proportions wherever it is put.
  const sized = svg.replace(' preserveAspectRatio="none"', ` width="${width}" height="${height}"`)
  return ok({ type: 'image/svg+xml', bytes: new TextEncoder().encode(sized) })
}

const decodeText = (bytes: Uint8Array): string | undefined => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

const checkSize = (width: number, height: number): Result<never> | undefined =>
  width > 0 && height > 0 && Math.max(width, height) <= MAX_LOGO_PIXELS
    ? undefined
    : problem('logo-pixels', {
        ja: `ロゴ：一辺${MAX_LOGO_PIXELS.toLocaleString('en')}ピクセルまでです（いま${width} × ${height}）。縮小してください。`,
        en: `logo: is ${width} × ${height} pixels, at most ${MAX_LOGO_PIXELS.toLocaleString('en')} a side; scale it down.`,
      })

const problem = (rule: string, message: Problem['message']) => refuse({ field: 'logo', rule, message })

const broken = problem('logo-broken', {
  ja: 'ロゴ：ファイルが壊れていて開けません。書き出し直してください。',
  en: 'logo: the file is broken; export it again.',
})
