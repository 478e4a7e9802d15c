/** The console's pages of files: choose one, see what became of it, fetch the rows to mend. */
import { Hono } from 'hono'
import type { Batch } from '../../../domain/batch.ts'
import { fieldLabels, type RawField } from '../../../domain/raw-invoice.ts'
import { writeRefusedRows } from '../../../domain/refused-rows.ts'
import { MAX_SHEETS_TOGETHER } from '../../../domain/sheet.ts'
import { toText } from './language-pages.ts'
import { toMailModels } from './mail-pages.ts'

import { notFoundMessage, showMessage } from './message-page.ts'
import { toInvoiceModel } from './page-models.ts'
import { answerPdf } from './print-answer.ts'
import { isSending, streamProgress } from './stream-progress.ts'
import { addUploadPages, answerCsv } from './upload-pages.ts'
import { type PageDeps, showPage, type WebContext, type WebEnv } from './web-env.ts'

/** Invoices of a batch on one page. */
const PAGE_SIZE = 200
/** Problems shown; the CSV has them all. */
const MAX_SHOWN = 500
/** Mails to mend that are shown at once. */
const MAX_MAILS = 50
/** Seconds between two looks at the progress. */
const REFRESH_S = 2

/** Routes below `/files`. */
export const createFilePages = (deps: PageDeps): Hono<WebEnv> => {
  const pages = new Hono<WebEnv>()
  addUploadPages(pages, deps)
  pages.get('/:id', async (c) => {
    const batch = await ownBatch(c, deps)
    return batch === undefined ? showMessage(c, deps.render, 404, notFoundMessage) : showBatch(c, deps, batch)
  })
  pages.post('/:id/retry', async (c) => {
    const batch = await ownBatch(c, deps)
    if (batch === undefined) return showMessage(c, deps.render, 404, notFoundMessage)
    await deps.story.retryBatch({ merchantId: batch.merchantId, batchId: batch.id }, deps.clock.now())
    return c.redirect(`/files/${batch.id}`, 303)
  })
  pages.get('/:id/problems.csv', async (c) => {
    const batch = await ownBatch(c, deps)
    if (batch === undefined) return showMessage(c, deps.render, 404, notFoundMessage)
    return answerCsv(c, `${batch.id}-problems.csv`, writeRefusedRows(batch))
  })
  pages.get('/:id/progress', async (c) => {
    const batch = await ownBatch(c, deps)
    return batch === undefined ? c.notFound() : streamProgress(c, deps, batch.id)
  })
  pages.get('/:id/sheets/:part{[1-9][0-9]{0,2}}', async (c) => {
    const id = c.req.param('id')
    const part = Number(c.req.param('part'))
    const printed = await deps.story.printSheets(
      { merchantId: c.get('session').merchantId, selection: { kind: 'batch', batchId: id, part } },
      deps.clock.now(),
    )
    return answerPdf(c, deps.render, printed, { name: `sheets-${part}.pdf`, back: `/files/${id}` })
  })
  return pages
}

const ownBatch = async (c: WebContext, { store }: PageDeps): Promise<Batch | undefined> => {
  const batch = await store.batch(c.req.param('id') ?? '')
  return batch?.merchantId === c.get('session').merchantId ? batch : undefined
}

const isField = (field: string): field is RawField => field in fieldLabels

const showBatch = async (c: WebContext, deps: PageDeps, batch: Batch) => {
  const progress = await deps.store.batchProgress(batch.id)
  const page = await deps.store.invoices(
    c.get('session').merchantId,
    { batchId: batch.id },
    PAGE_SIZE,
    c.req.query('cursor'),
  )
  const mails = await deps.store.troubledMails(batch.merchantId, { batchId: batch.id }, MAX_MAILS)
  const stops = await deps.store.proofStops(c.get('session').merchantId)
  const isUnderWay = isSending(progress)
  return showPage(c, deps, 'web/batch', {
    title: batch.fileName,
    batch,
    progress,
    stops: stops.filter(({ batchId }) => batchId === batch.id),
    refresh: isUnderWay ? REFRESH_S : null,
    mails: await toMailModels(deps, mails),
    moreMails: mails.nextCursor !== undefined,
    refusedCount: batch.refusedRows.length - 1,
    problems: batch.problems.slice(0, MAX_SHOWN).map((problem) => ({
      ...problem,
      row: problem.row ?? null,
      value: problem.value ?? '',
      label: isField(problem.field) ? fieldLabels[problem.field] : toText(problem.field),
    })),
    cuts: batch.cuts,
    moreCuts: batch.cutCount - batch.cuts.length,
    parts: toParts(batch),
    invoices: page.items.map(toInvoiceModel),
    next: page.nextCursor === undefined ? null : `/files/${batch.id}?cursor=${page.nextCursor}`,
  })
}

/** The files of sheets that a batch takes: which invoices each holds. */
const toParts = ({ accepted }: Batch) =>
  Array.from({ length: Math.ceil(accepted / MAX_SHEETS_TOGETHER) }, (_, index) => ({
    part: index + 1,
    from: index * MAX_SHEETS_TOGETHER + 1,
    to: Math.min(accepted, (index + 1) * MAX_SHEETS_TOGETHER),
  }))
