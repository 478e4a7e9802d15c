/** Logos as people send them: by their content, whole, bounded and safe. */
import * as mupdf from 'mupdf'
import { describe, expect, test } from 'vitest'
import { readLogo } from '../../../src/adapters/print/read-logo.ts'
import { logoSvg } from './sheets.ts'

const picture = (width: number, height: number): mupdf.Pixmap => {
  const pixmap = new mupdf.Pixmap(mupdf.ColorSpace.DeviceRGB, [0, 0, width, height], false)
  pixmap.clear(180)
  return pixmap
}
const png = (width = 300, height = 100): Uint8Array => new Uint8Array(picture(width, height).asPNG())
const jpeg = (width = 300, height = 100): Uint8Array =>
  new Uint8Array(picture(width, height).asJPEG(80, false))
const text = (svg: string): Uint8Array => new TextEncoder().encode(svg)
const svg = (inside: string): Uint8Array =>
  text(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 30 10">${inside}</svg>`)

const typeOf = (bytes: Uint8Array): string => {
  const read = readLogo(bytes)
  return read.ok ? read.value.type : JSON.stringify(read.failure)
}
const rulesOf = (bytes: Uint8Array): readonly string[] => {
  const read = readLogo(bytes)
  if (read.ok || read.failure.kind !== 'invalid-input') return []
  return read.failure.problems.map(({ field, rule }) => `${field} ${rule}`)
}

describe('what is taken', () => {
  test('a PNG and a JPEG, as they are', () => {
    expect(typeOf(png())).toBe('image/png')
    expect(typeOf(jpeg())).toBe('image/jpeg')
    const read = readLogo(png())
    expect(read.ok && read.value.bytes).toEqual(png())
  })

  test('an SVG, with its size', () => {
    const read = readLogo(text(`\ufeff<?xml version="1.0"?>${logoSvg}`))
    const written = read.ok ? new TextDecoder().decode(read.value.bytes) : JSON.stringify(read.failure)
    expect(written).toContain('width="220" height="60"')
    expect(written).toContain('fill="#d4588f"')
  })
})

describe('what is refused', () => {
  test.each([
    ['nothing', new Uint8Array(), 'logo-type'],
    ['a GIF', text('GIF89a'), 'logo-type'],
    ['a page that calls itself a picture', text('<!doctype html><p>x</p>'), 'logo-type'],
    ['a PNG that ends early', png().subarray(0, 60), 'logo-broken'],
    ['a PNG with a changed byte', png().with(40, 0x55), 'logo-broken'],
    ['a JPEG that ends early', jpeg().subarray(0, 400), 'logo-broken'],
    ['a PNG of too many pixels', png(1_601, 10), 'logo-pixels'],
    ['a JPEG of too many pixels', jpeg(10, 1_601), 'logo-pixels'],
    ['a script in an SVG', svg('<script>alert(1)</script>'), 'svg-element'],
    ['a handler in an SVG', svg('<rect width="1" height="1" onload="alert(1)"/>'), 'svg-element'],
    ['foreign markup in an SVG', svg('<foreignObject><p>x</p></foreignObject>'), 'svg-element'],
    ['a picture from elsewhere in an SVG', svg('<image href="https://example.com/x.png"/>'), 'svg-link'],
    [
      'a style from elsewhere in an SVG',
      svg('<style>@import "https://example.com/x.css"</style>'),
      'svg-style',
    ],
    ['a fill from elsewhere in an SVG', svg('<rect fill="url(https://example.com/x#a)"/>'), 'svg-style'],
  ])('%s', (_, bytes, rule) => {
    expect(rulesOf(bytes)).toContain(`logo ${rule}`)
  })

  test('entities that would multiply in an SVG', () => {
    const bomb = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    expect(rulesOf(text(`${bomb}${logoSvg}`))).toContain('logo svg-doctype')
  })
})
