/** The console's pages of files: choose one, see what became of it, fetch the rows to mend. */
import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { MAX_FILE_BYTES } from '../../../application/accept-file.ts'
import type { Batch } from '../../../domain/batch.ts'
import { toCsv } from '../../../domain/csv-cell.ts'
import { fileColumns } from '../../../domain/file-columns.ts'
import { sampleRows } from '../../../domain/file-guide.ts'
import { fieldLabels, type RawField } from '../../../domain/raw-invoice.ts'
import { writeRefusedRows } from '../../../domain/refused-rows.ts'
import type { Problem } from '../../../domain/result.ts'
import { MAX_SHEETS_TOGETHER } from '../../../domain/sheet.ts'
import { wordsOf } from './failure-words.ts'
import { toMailModels } from './mail-pages.ts'

import { notFoundMessage, showMessage } from './message-page.ts'
import { toInvoiceModel } from './page-models.ts'
import { answerPdf } from './print-answer.ts'
import { type PageDeps, showPage, type WebContext, type WebEnv } from './web-env.ts'

/** Invoices of a batch on one page. */
const PAGE_SIZE = 200
/** Problems shown; the CSV has them all. */
const MAX_SHOWN = 500
/** Mails to mend that are shown at once. */
const MAX_MAILS = 50
/** Seconds between two looks at the progress. */
const REFRESH_S = 2

const tooLarge: Problem = {
  field: 'file',
  rule: 'file-size',
  message: {
    ja: 'ファイルは4 MiBまでです。分けて登録してください。',
    en: 'A file has at most 4 MiB; split it.',
  },
}

/** Routes below `/files`. */
export const createFilePages = (deps: PageDeps): Hono<WebEnv> => {
  const pages = new Hono<WebEnv>()
  const limit = bodyLimit({
    maxSize: MAX_FILE_BYTES + 64 * 1024,
    onError: async (c) => showForm(c, deps, [tooLarge], 422),
  })
  pages.get('/new', (c) => showForm(c, deps, [], 200))
  pages.post('/new', limit, (c) => register(c, deps))
  pages.get('/template.csv', (c) => csv(c, 'pitpost-template.csv', templateCsv()))
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
    return csv(c, `${batch.id}-problems.csv`, writeRefusedRows(batch))
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

const showForm = async (c: WebContext, deps: PageDeps, problems: readonly Problem[], status: 200 | 422) => {
  const merchant = await deps.store.merchant(c.get('session').merchantId)
  const hasOption = merchant?.fileOption ?? false
  const title = 'ファイルでまとめて登録'
  return showPage(c, deps, 'web/file-new', { title, problems, columns: fileColumns, hasOption }, status)
}

const register = async (c: WebContext, deps: PageDeps) => {
  const { file, mode } = await c.req.parseBody()
  const isFile = file instanceof File && file.size > 0
  const missing: Problem = {
    field: 'file',
    rule: 'required',
    message: { ja: 'ファイルを選んでください。', en: 'Choose a file.' },
  }
  if (!isFile) return showForm(c, deps, [missing], 422)
  const { merchantId, staffName } = c.get('session')
  const result = await deps.story.acceptFile(
    {
      merchantId,
      fileName: file.name.slice(0, 200),
      bytes: new Uint8Array(await file.arrayBuffer()),
      mode: mode === 'valid_rows' ? 'valid_rows' : 'all_or_nothing',
      actor: { kind: 'staff', name: staffName },
    },
    deps.clock.now(),
  )
  if (result.ok) return c.redirect(`/files/${result.value.id}`, 303)
  const { failure } = result
  const problems = wordsOf(failure).map((message) => ({ field: 'file', rule: failure.kind, message }))
  return showForm(c, deps, failure.kind === 'invalid-input' ? failure.problems : problems, 422)
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
  const isSending = progress.sent + progress.parked < progress.notices
  return showPage(c, deps, 'web/batch', {
    title: batch.fileName,
    batch,
    progress,
    stops: stops.filter(({ batchId }) => batchId === batch.id),
    refresh: isSending ? REFRESH_S : null,
    mails: await toMailModels(deps, mails),
    moreMails: mails.nextCursor !== undefined,
    refusedCount: batch.refusedRows.length - 1,
    problems: batch.problems.slice(0, MAX_SHOWN).map((problem) => ({
      ...problem,
      row: problem.row ?? null,
      value: problem.value ?? '',
      label: isField(problem.field) ? fieldLabels[problem.field].ja : problem.field,
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

const csv = (c: WebContext, name: string, text: string): Response =>
  c.body(text, 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${name}"`,
  })

const templateCsv = (): string => toCsv([fileColumns.map(({ ja }) => ja), ...sampleRows])
