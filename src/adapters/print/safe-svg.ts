/** Takes in SVG from people: only what draws is kept and written anew; what runs, fetches or needs a font is refused. */
import { Parser } from 'htmlparser2'
import { fail, ok, type Problem, type Result } from '../../domain/result.ts'

/** A drawing that stands alone; `width` and `height` are those of its view box. */
export type SafeSvg = { readonly svg: string; readonly width: number; readonly height: number }

const MAX_ELEMENTS = 20_000
/** Each `use` draws a part once more, and parts may hold others: few, so that they cannot multiply without end. */
const MAX_USES = 20

const DRAWS = new Set(
  (
    'svg g defs path rect circle ellipse line polyline polygon linearGradient radialGradient stop clipPath mask ' +
    'symbol use pattern image style'
  ).split(' '),
)
/** Elements that draw nothing; they are left out with all that is in them. */
const SILENT = new Set(['title', 'desc', 'metadata'])

/** The safe drawing, or each kind of thing in it that cannot be taken, with the remedy. */
export const readSafeSvg = (text: string, field: string): Result<SafeSvg, readonly Problem[]> => {
  const writer = createWriter(field)
  const doctype = /<!DOCTYPE[^>[]*(\[)?/i.exec(text)
  if (doctype?.[1] !== undefined || /<!ENTITY/i.test(text)) writer.refuse('doctype', texts.doctype)
  const parser = new Parser(
    {
      onopentag: (name, attributes) => writer.open(name, attributes),
      onclosetag: (name) => writer.close(name),
      ontext: (part) => writer.text(part),
    },
    { xmlMode: true, decodeEntities: true },
  )
  parser.end(text)
  return writer.finish()
}

type Attributes = Readonly<Record<string, string>>
type Words = { readonly ja: string; readonly en: string }

const createWriter = (field: string) => {
  const problems = new Map<string, Problem>()
  const parts: string[] = []
  const open: string[] = []
  let size: Omit<SafeSvg, 'svg'> | undefined
  let silent = 0
  let elements = 0
  let uses = 0
  const refuse = (rule: string, message: Words, value?: string): void => {
    const problem = { field, rule: `svg-${rule}`, message, ...(value === undefined ? {} : { value }) }
    if (!problems.has(rule)) problems.set(rule, problem)
  }
  const isSilent = (name: string): boolean => SILENT.has(name) || name.includes(':')
  return {
    refuse,
    open: (name: string, attributes: Attributes): void => {
      if (silent > 0 || isSilent(name)) {
        silent += 1
        return
      }
      elements += 1
      if (name === 'use') uses += 1
      if (elements > MAX_ELEMENTS || uses > MAX_USES) refuse('size', texts.size)
      if (!DRAWS.has(name))
        refuse(name === 'text' ? 'text' : 'element', texts[name === 'text' ? 'text' : 'element'], name)
      if (open.length === 0) {
        size = name === 'svg' ? readSize(attributes) : undefined
        if (size === undefined) refuse('view-box', texts.viewBox)
        parts.push(
          `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" ` +
            `viewBox="${size === undefined ? '' : viewBoxOf(attributes)}" preserveAspectRatio="none">`,
        )
      } else parts.push(`<${name}${writeAttributes(name, attributes, refuse)}>`)
      open.push(name)
    },
    text: (part: string): void => {
      if (silent > 0 || open.at(-1) !== 'style') return
      if (!isSafeStyle(part)) refuse('style', texts.style)
      parts.push(toXml(part))
    },
    close: (name: string): void => {
      if (silent > 0) silent -= 1
      else if (open.pop() !== undefined) parts.push(`</${name}>`)
    },
    finish: (): Result<SafeSvg, readonly Problem[]> => {
      if (elements === 0) refuse('view-box', texts.viewBox)
      if (problems.size > 0 || size === undefined) return fail([...problems.values()])
      return ok({ svg: parts.join(''), ...size })
    },
  }
}

type Refuse = (rule: string, message: Words, value?: string) => void

const writeAttributes = (element: string, attributes: Attributes, refuse: Refuse): string =>
  Object.entries(attributes)
    .filter(([name]) => !name.startsWith('xmlns') && (!name.includes(':') || name === 'xlink:href'))
    .map(([name, value]) => {
      if (/^on/i.test(name)) refuse('element', texts.element, name)
      if (/href$/i.test(name) && !isSafeLink(element, value)) refuse('link', texts.link, value.slice(0, 80))
      if (!/href$/i.test(name) && !isSafeStyle(value)) refuse('style', texts.style, name)
      return ` ${name}="${toXml(value)}"`
    })
    .join('')

/** Parts of the drawing itself; pictures only as bytes. */
const isSafeLink = (element: string, value: string): boolean =>
  value.startsWith('#') ||
  (element === 'image' && /^data:image\/(png|jpeg);base64,[A-Za-z0-9+/=\s]*$/.test(value))

/** Nothing from elsewhere, and nothing hidden by escapes. */
const isSafeStyle = (value: string): boolean =>
  !/[\\<]|@import|@font-face|expression|javascript:/i.test(value) && !/url\(\s*['"]?\s*[^#'"\s]/i.test(value)

const readSize = ({
  viewBox = '',
  width = '',
  height = '',
}: Attributes): Omit<SafeSvg, 'svg'> | undefined => {
  const box = viewBox
    .trim()
    .split(/[\s,]+/)
    .map(Number)
  const [w = 0, h = 0] = box.length === 4 ? box.slice(2) : [width, height].map(readPixels)
  return w > 0 && h > 0 && Number.isFinite(w) && Number.isFinite(h) ? { width: w, height: h } : undefined
}

const readPixels = (text: string): number => (/^\d+(\.\d+)?(px)?$/.test(text) ? Number.parseFloat(text) : 0)

const viewBoxOf = ({ viewBox, width = '', height = '' }: Attributes): string =>
  viewBox === undefined
    ? `0 0 ${readPixels(width)} ${readPixels(height)}`
    : viewBox
        .trim()
        .split(/[\s,]+/)
        .map(Number)
        .join(' ')

/** Text as it stands in an attribute or an element. */
const toXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

const texts = {
  doctype: {
    ja: 'SVGにDTD（ENTITY など）が入っています。取り除いて書き出してください。',
    en: 'the SVG defines entities in a DTD; export it without.',
  },
  size: {
    ja: `SVGが複雑すぎます（要素${MAX_ELEMENTS.toLocaleString('en')}個、use ${MAX_USES}個まで）。PNGかPDFで書き出してください。`,
    en: `the SVG is too complex (at most ${MAX_ELEMENTS.toLocaleString('en')} elements and ${MAX_USES} uses); export it as PNG or PDF.`,
  },
  text: {
    ja: 'SVGに文字（text）が残っています。文字をアウトライン化して書き出してください。',
    en: 'the SVG holds text; convert it to outlines and export again.',
  },
  element: {
    ja: 'SVGに使えない要素（スクリプト、アニメーション、フィルター、リンク、foreignObject など）があります。図形だけにするか、PNGかPDFで書き出してください。',
    en: 'the SVG holds something that cannot be taken (scripts, animation, filters, links, foreignObject); keep shapes only, or export it as PNG or PDF.',
  },
  link: {
    ja: 'SVGが外のファイルを参照しています。画像はPNGかJPEGとして埋め込んで書き出してください。',
    en: 'the SVG refers to something outside itself; embed pictures as PNG or JPEG.',
  },
  style: {
    ja: 'SVGのスタイルが外のものを参照しているか、読み取れない書き方です。スタイルを属性にして書き出してください。',
    en: 'a style in the SVG refers to something outside or is written in a way that cannot be checked; export styles as attributes.',
  },
  viewBox: {
    ja: 'SVGとして読めないか、大きさ（viewBox）がありません。viewBox を付けて書き出してください。',
    en: 'this is not an SVG, or it has no viewBox; export it with one.',
  },
} as const
