/** The console's page of cards, their design, and documents. */
import { Hono } from 'hono'
import { MAX_CARDS_TOGETHER } from '../../../application/print-cards.ts'
import { artworkTooLarge } from '../../../application/save-card-design.ts'
import { MAX_ARTWORK_BYTES } from '../../../domain/card-design.ts'
import { exampleLayoutJson } from '../../../domain/card-example.ts'
import { toLayoutJson } from '../../../domain/card-layout.ts'
import { isDocumentName } from '../../../domain/document.ts'
import type { Problem, Text } from '../../../domain/result.ts'
import { limitDesign, readDesign, readDesignForm, splitNumbers } from '../api/card-api.ts'
import { listDocuments } from './document-pages.ts'
import { notFoundMessage, showMessage } from './message-page.ts'
import { answerPdf } from './print-answer.ts'
import { askerOf, type PageDeps, showPage, type WebContext, type WebEnv } from './web-env.ts'

/** Routes below `/cards`. */
export const createCardPages = (deps: PageDeps): Hono<WebEnv> => {
  const { store, story, clock, render } = deps
  const pages = new Hono<WebEnv>()
  pages.get('/', (c) => showCards(c, deps, {}))
  pages.get('/print', async (c) => {
    const { merchantId } = c.get('session')
    const design = readDesign(c.req.query('design'))
    if (!design.ok) return answerPdf(c, render, design, { name: 'cards.pdf', back: '/cards' })
    const numbers = splitNumbers(c.req.query('numbers'))
    const printed = await story.printCards({ merchantId, numbers, design: design.value })
    return answerPdf(c, render, printed, { name: 'cards.pdf', back: '/cards' })
  })
  const limit = limitDesign((c) => showCards(c, deps, { problems: [artworkTooLarge] }))
  pages.post('/design', limit, (c) => saveDesign(c, deps))
  pages.get('/design.svg', async (c) => {
    const drawn = await story.drawSpecimen(c.get('session').merchantId)
    if (!drawn.ok) return showMessage(c, render, 404, notFoundMessage)
    return c.body(drawn.value, 200, { 'content-type': 'image/svg+xml', 'cache-control': 'no-store' })
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

type Outcome = { readonly problems?: readonly Problem[]; readonly good?: Text; readonly layout?: string }

const showCards = async (c: WebContext, deps: PageDeps, { problems = [], good, layout }: Outcome) => {
  const design = await deps.store.cardDesign(c.get('session').merchantId)
  const written = design === undefined ? exampleLayoutJson : toLayoutJson(design.layout)
  return showPage(
    c,
    deps,
    'web/cards',
    {
      title: { ja: 'カードと資料', en: 'Cards and papers' },
      maxCards: MAX_CARDS_TOGETHER,
      numbers: c.req.query('numbers') ?? '',
      documents: listDocuments(),
      design: design ?? null,
      layout: layout ?? JSON.stringify(written, null, 2),
      maxMiB: MAX_ARTWORK_BYTES / 1024 / 1024,
      problems: problems.map((problem) => ({ ...problem, value: problem.value ?? null })),
      good: good ?? null,
    },
    problems.length > 0 ? 422 : 200,
  )
}

const saveDesign = async (c: WebContext, deps: PageDeps) => {
  const { layout: text, only } = await c.req.parseBody()
  const layout = typeof text === 'string' ? text : ''
  const dryRun = only === 'check'
  const request = { ...(await readDesignForm(c)), ...askerOf(c), dryRun }
  const saved = await deps.story.saveCardDesign(request, deps.clock.now())
  if (saved.ok) {
    const good = dryRun
      ? {
          ja: '合格です。バーコードは読み取れます。まだ登録していません。',
          en: 'Passed: the barcode can be scanned. Nothing is saved yet.',
        }
      : {
          ja: '合格です。このデザインを登録しました。',
          en: 'Passed: the barcode can be scanned. The design is saved.',
        }
    return showCards(c, deps, { good, layout })
  }
  const { failure } = saved
  if (failure.kind === 'not-allowed') return showMessage(c, deps.render, 403, toMessage(failure.message))
  const problems = failure.kind === 'invalid-input' ? failure.problems : [notNow]
  return showCards(c, deps, { problems, layout })
}

const toMessage = ({ ja, en }: Text) => ({
  title: { ja: 'この操作はできません', en: 'Not allowed' },
  text: ja,
  english: en,
  back: '/cards',
})

const notNow: Problem = {
  field: 'artwork',
  rule: 'busy',
  message: {
    ja: 'いまは確かめられません。少し待ってから、もう一度お試しください。',
    en: 'It cannot be checked right now; try again in a moment.',
  },
}
