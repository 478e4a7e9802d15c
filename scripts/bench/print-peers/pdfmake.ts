/** pdfmake: the same words and drawings, a plain layout. */
import pdfmake from 'pdfmake'
import type { SheetContent } from '../../../src/domain/sheet.ts'
import type { Peer, PeerFonts } from './peer.ts'
import { type Block, toBlocks } from './sheet-blocks.ts'

export const createPdfmake = (draw: (sheet: SheetContent) => string, fonts: PeerFonts): Peer => {
  pdfmake.addFonts({ Sheet: { normal: fonts.regular, bold: fonts.bold } })
  pdfmake.setUrlAccessPolicy(() => false)
  pdfmake.setLocalAccessPolicy((path) => path === fonts.regular || path === fonts.bold)
  const pageOf = (sheet: SheetContent, index: number) => ({
    stack: toBlocks(draw(sheet)).map(nodeOf),
    ...(index === 0 ? {} : { pageBreak: 'before' as const }),
  })
  return {
    name: 'pdfmake',
    runs: { single: 5, bulk: 1 },
    print: async (sheets) =>
      new Uint8Array(
        await pdfmake
          .createPdf({
            pageSize: 'A4',
            defaultStyle: { font: 'Sheet', fontSize: 8 },
            content: sheets.map(pageOf),
          })
          .getBuffer(),
      ),
    close: async () => undefined,
  }
}

const nodeOf = (block: Block, index: number) =>
  block.kind === 'text'
    ? { text: block.text, bold: index % 4 === 0 }
    : { svg: block.svg, fit: [152, 40] as [number, number] }
