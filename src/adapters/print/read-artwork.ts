/** Takes in a merchant's artwork: known by its content, bounded, safe, and of the card's proportions. */
import { decode } from 'fast-png'
import { MIN_ARTWORK_DPI, PDF_ARTWORK_DPI, type SizeMm } from '../../domain/card.ts'
import type { ArtworkType } from '../../domain/card-design.ts'
import { fail, ok, type Problem, type Result, refuse } from '../../domain/result.ts'
import type { Prover, ReadArtwork } from '../../ports.ts'
import { readSafeSvg } from './safe-svg.ts'

/** Longest side and number of pixels of a picture. */
const MAX_SIDE_PX = 8_000
const MAX_PIXELS = 24_000_000
/** Proportions may differ from the card's by this share. */
const TOLERANCE = 0.01

type Artwork = { readonly type: ArtworkType; readonly bytes: Uint8Array }

/** PNG, SVG or PDF as a picture that fills a card; the name of a file and what a browser calls it count for nothing. */
export const createArtworkReader =
  (prover: Pick<Prover, 'sizeOf' | 'toPng'>): ReadArtwork =>
  async (bytes, size) => {
    const head = Buffer.from(bytes.subarray(0, 1_024)).toString('latin1')
    if (head.startsWith('\u0089PNG\r\n\u001a\n')) return readPng(bytes, size)
    if (head.startsWith('%PDF-')) return readPdf(prover, bytes, size)
    if (/<svg[\s>]/i.test(head) || /^(\xef\xbb\xbf)?\s*<(\?xml|!--|!DOCTYPE)/i.test(head))
      return readSvg(bytes, size)
    return problem('artwork-type', {
      ja: 'PNG・SVG・PDFのどれかにしてください。',
      en: 'must be a PNG, an SVG or a PDF.',
    })
  }

const readSvg = (bytes: Uint8Array, size: SizeMm): Result<Artwork> => {
  const read = readSafeSvg(
    Buffer.from(bytes)
      .toString('utf8')
      .replace(/^\ufeff/, ''),
    'artwork',
  )
  if (!read.ok) return fail({ kind: 'invalid-input', problems: read.failure })
  const wrong = checkProportions(read.value, size)
  return wrong ?? ok({ type: 'image/svg+xml', bytes: new TextEncoder().encode(read.value.svg) })
}

const readPng = (bytes: Uint8Array, size: SizeMm): Result<Artwork> => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const [width, height] = bytes.length > 24 ? [view.getUint32(16), view.getUint32(20)] : [0, 0]
  if (width > MAX_SIDE_PX || height > MAX_SIDE_PX || width * height > MAX_PIXELS) {
    return problem('artwork-pixels', {
      ja: `画像が大きすぎます（${width} × ${height}）。一辺${MAX_SIDE_PX.toLocaleString('en')}ピクセルまでにしてください。`,
      en: `the picture is too large (${width} × ${height}); at most ${MAX_SIDE_PX.toLocaleString('en')} pixels a side.`,
    })
  }
  try {
    decode(bytes, { checkCrc: true })
  } catch {
    return problem('artwork-broken', {
      ja: 'PNGが壊れていて開けません。書き出し直してください。',
      en: 'the PNG is broken; export it again.',
    })
  }
  const wrong = checkProportions({ width, height }, size)
  if (wrong !== undefined) return wrong
  const dpi = Math.round((width / size.widthMm) * 25.4)
  if (dpi < MIN_ARTWORK_DPI) {
    const needed = `${toPixels(size.widthMm)} × ${toPixels(size.heightMm)}`
    return problem('artwork-resolution', {
      ja: `画像が粗すぎます（${dpi} dpi）。${needed} ピクセル（${MIN_ARTWORK_DPI} dpi）以上にしてください。`,
      en: `the picture is too coarse (${dpi} dpi); it needs ${needed} pixels (${MIN_ARTWORK_DPI} dpi) or more.`,
    })
  }
  return ok({ type: 'image/png', bytes })
}

/** A PDF becomes a picture: nothing in it can run, and it looks the same on paper and on a screen. */
const readPdf = async (
  prover: Pick<Prover, 'sizeOf' | 'toPng'>,
  bytes: Uint8Array,
  size: SizeMm,
): Promise<Result<Artwork>> => {
  const broken = {
    ja: 'PDFを開けません。パスワードのない、1ページのPDFにしてください。',
    en: 'the PDF cannot be opened; it must have one page and no password.',
  }
  const page = await prover.sizeOf(bytes)
  if (!page.ok || page.value.pages !== 1) return problem('artwork-broken', broken)
  const wrong = checkProportions({ width: page.value.widthPt, height: page.value.heightPt }, size)
  if (wrong !== undefined) return wrong
  const dpi = (PDF_ARTWORK_DPI * (size.widthMm / 25.4) * 72) / page.value.widthPt
  const png = await prover.toPng(bytes, dpi)
  return png.ok ? ok({ type: 'image/png', bytes: png.value }) : problem('artwork-broken', broken)
}

const checkProportions = (
  artwork: { readonly width: number; readonly height: number },
  { widthMm, heightMm }: SizeMm,
) => {
  const ratio = artwork.width / artwork.height / (widthMm / heightMm)
  if (Math.abs(ratio - 1) <= TOLERANCE) return undefined
  return problem('artwork-proportions', {
    ja: `縦横の比がカードと合いません。塗り足しを含めて ${widthMm} × ${heightMm} mm の比で作ってください。`,
    en: `its proportions are not the card’s; make it ${widthMm} × ${heightMm} mm, bleed included.`,
  })
}

const toPixels = (mm: number): number => Math.ceil((mm / 25.4) * MIN_ARTWORK_DPI)

const problem = (rule: string, message: Problem['message']) => refuse({ field: 'artwork', rule, message })
