/** Documents that are not sheets, printed by the same engine. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Printer, Printout } from '../../../src/ports.ts'
import { readPdf } from '../../support/read-pdf.ts'
import { got, makeSheet, openPrinter, printOne, renderAlso } from './open-printer.ts'

const DOT =
  'data:image/svg+xml,%3Csvg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"%3E%3Crect width="1" height="1" fill="%23f00"/%3E%3C/svg%3E'

const render = renderAlso({
  'test/card': '<p>{{ name }}</p><img src="{{ picture }}">',
  'test/card.css': `@page { size: 100mm 148mm; margin: 0 } p, img { margin: 0; font: 20pt 'Pitpost Sans' }
    img { display: block; width: 50mm; height: 50mm }`,
  'test/guide': '{% for part in parts %}<h1>{{ part }}</h1><p>…</p>{% endfor %}',
  'test/guide.css': `@page { size: A4; margin: 20mm } h1 { break-before: page; font: 20pt 'Pitpost Sans' }`,
})

let printer: Printer
beforeAll(async () => {
  printer = await openPrinter({ render })
})
afterAll(() => printer.close())

const card: Printout = {
  template: 'test/card',
  model: { name: '髙橋 <b>花子</b>', picture: DOT },
  style: 'test/card.css',
  lang: 'en',
  title: 'A card',
  outline: false,
}
const guide: Printout = {
  template: 'test/guide',
  model: { parts: ['はじめに', '料金', '用語'] },
  style: 'test/guide.css',
  lang: 'ja',
  title: 'ご案内',
  outline: true,
}

test('a postcard has its size, title, language, text and picture', async () => {
  const pdf = readPdf(got(await printer.printDocument(card)))
  expect(pdf.pages).toBe(1)
  expect(pdf.size[0]).toBeCloseTo(100, 0)
  expect(pdf.size[1]).toBeCloseTo(148, 0)
  expect(pdf.title).toBe('A card')
  expect(pdf.language).toBe('en')
  expect(pdf.isTagged).toBe(true)
  expect(pdf.texts[0]).toContain('髙橋 <b>花子</b>')
  const { data, width } = pdf.picture(72)
  const at = (width * 100 + 20) * 4
  expect([...data.slice(at, at + 3)]).toEqual([255, 0, 0])
})

test('a document of several pages has its headings as outline', async () => {
  const pdf = readPdf(got(await printer.printDocument(guide)))
  expect(pdf.pages).toBe(3)
  expect(pdf.outline).toEqual([
    ['はじめに', 0],
    ['料金', 1],
    ['用語', 2],
  ])
})

test('sheets and documents take turns, more kinds than pages stay loaded, and none gets the style of another', async () => {
  const tight = await openPrinter({ render, limits: { pages: 2, idlePages: 1 } })
  const printed = await Promise.all(
    Array.from({ length: 4 }, async () => [
      readPdf(got(await tight.printDocument(card))).size[0],
      readPdf(got(await tight.printDocument(guide))).pages,
      readPdf(await printOne(tight, makeSheet())).pages,
    ]),
  )
  await tight.close()
  for (const [width = 0, guidePages, sheetPages] of printed) {
    expect(width).toBeCloseTo(100, 0)
    expect(guidePages).toBe(3)
    expect(sheetPages).toBe(1)
  }
})
