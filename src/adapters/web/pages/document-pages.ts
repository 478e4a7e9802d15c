/** The documents that anybody can download at once (S19). */
import { Hono } from 'hono'
import { documentNames, documentTitles, documentUses, isDocumentName } from '../../../domain/document.ts'
import { inLanguage, readLanguage } from './language-pages.ts'
import { notFoundMessage, showMessage } from './message-page.ts'
import { answerPdf } from './print-answer.ts'
import type { PageDeps } from './web-env.ts'

/** How long a copy may be kept on the way, in seconds. */
const KEPT_S = 300

/** Routes below `/documents`: no login; the application form is empty here. */
export const createDocumentPages = (deps: PageDeps): Hono => {
  const { store, story, clock, render } = deps
  const pages = new Hono()
  pages.get('/', async (c) => {
    const [merchant] = await store.merchants()
    return c.html(
      render(inLanguage('web/documents', readLanguage(c)), {
        title: { ja: '資料ダウンロード', en: 'Documents' },
        merchant: merchant?.name ?? '',
        contact: [merchant?.phone, merchant?.email].filter((part) => part !== undefined).join(' / '),
        documents: listDocuments(),
      }),
    )
  })
  pages.get('/:file{[a-z-]+\\.pdf}', async (c) => {
    const name = c.req.param('file').replace(/\.pdf$/, '')
    const [merchant] = await store.merchants()
    if (!isDocumentName(name) || merchant === undefined) return showMessage(c, render, 404, notFoundMessage)
    const printed = await story.printDocument({ name, merchant, filled: false }, clock.now())
    if (printed.ok) c.header('cache-control', `public, max-age=${KEPT_S}`)
    return answerPdf(c, render, printed, { name: `${name}.pdf`, back: '/documents' })
  })
  return pages
}

/** What can be downloaded, for a template. */
export const listDocuments = () =>
  documentNames.map((name) => ({ name, title: documentTitles[name], use: documentUses[name] }))
