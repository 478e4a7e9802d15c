/** @react-pdf/renderer: the same words and drawings, a plain layout. */
import { Document, Font, Page, Path, renderToBuffer, Svg, Text } from '@react-pdf/renderer'
import { createElement } from 'react'
import type { SheetContent } from '../../../src/domain/sheet.ts'
import type { Peer, PeerFonts } from './peer.ts'
import { type Block, toBlocks } from './sheet-blocks.ts'

export const createReactPdf = (draw: (sheet: SheetContent) => string, fonts: PeerFonts): Peer => {
  Font.register({
    family: 'Sheet',
    fonts: [
      { src: fonts.regular, fontWeight: 400 },
      { src: fonts.bold, fontWeight: 700 },
    ],
  })
  const pageOf = (sheet: SheetContent, key: number) =>
    createElement(
      Page,
      { key, size: 'A4', style: { padding: 40, fontFamily: 'Sheet', fontSize: 8 } },
      toBlocks(draw(sheet)).map(elementOf),
    )
  return {
    name: '@react-pdf/renderer',
    runs: { single: 5, bulk: 1 },
    print: async (sheets) =>
      new Uint8Array(await renderToBuffer(createElement(Document, { language: 'ja' }, sheets.map(pageOf)))),
    close: async () => undefined,
  }
}

const elementOf = (block: Block, key: number) =>
  block.kind === 'text'
    ? createElement(Text, { key, style: key % 4 === 0 ? { fontWeight: 700 } : {} }, block.text)
    : createElement(
        Svg,
        { key, viewBox: block.viewBox, style: { width: 152, height: 40 } },
        createElement(Path, { d: block.path, fill: '#000' }),
      )
