/** The console's page of cards and documents. */
import { Hono } from 'hono'
import { MAX_CARDS_TOGETHER } from '../../../application/print-cards.ts'
import { isDocumentName } from '../../../domain/document.ts'
import { readDesign, splitNumbers } from '../api/card-api.ts'
import { listDocuments } from './document-pages.ts'
import { notFoundMessage, showMessage } from './message-page.ts'
import { answerPdf } from './print-answer.ts'
import { type PageDeps, showPage, type WebEnv } from './web-env.ts'

/** Routes below `/cards`. */
export const createCardPages = (deps: PageDeps): Hono<WebEnv> => {
  const { store, story, clock, render } = deps
  const pages = new Hono<WebEnv>()
  pages.get('/', (c) =>
    showPage(c, deps, 'web/cards', {
      title: 'カードと資料',
      maxCards: MAX_CARDS_TOGETHER,
      numbers: c.req.query('numbers') ?? '',
      documents: listDocuments(),
    }),
  )
  pages.get('/print', async (c) => {
    const { merchantId } = c.get('session')
    const design = readDesign(c.req.query('design'))
    if (!design.ok) return answerPdf(c, render, design, { name: 'cards.pdf', back: '/cards' })
    const numbers = splitNumbers(c.req.query('numbers'))
    const printed = await story.printCards({ merchantId, numbers, design: design.value })
    return answerPdf(c, render, printed, { name: 'cards.pdf', back: '/cards' })
  })
  pages.get('/documents/:file{[a-z-]+\\.pdf}', async (c) => {
    const name = c.req.param('file').replace(/\.pdf$/, '')
    const merchant = await store.merchant(c.get('session').merchantId)
    if (!isDocumentName(name) || merchant === undefined) return showMessage(c, render, 404, notFoundMessage)
    const printed = await story.printDocument({ name, merchant, filled: true }, clock.now())
    return answerPdf(c, render, printed, { name: `${name}.pdf`, back: '/cards' })
  })
  return pages
}
