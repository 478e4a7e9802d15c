/** The way of a file of invoices into the console: choose it, say what its columns are, look at it, register it. */
import type { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { MAX_FILE_BYTES } from '../../../application/accept-file.ts'
import { toFileField } from '../../../application/choose-columns.ts'
import type { FilePreview } from '../../../application/preview-file.ts'
import { toCsv } from '../../../domain/csv-cell.ts'
import { type ColumnChoice, fileColumns } from '../../../domain/file-columns.ts'
import { sampleRows } from '../../../domain/file-guide.ts'
import { writeRefusedRows } from '../../../domain/refused-rows.ts'
import { fail, ok, type Problem, type Result, refuse } from '../../../domain/result.ts'
import { wordsOf } from './failure-words.ts'
import { toColumnsModel, toPreviewModel } from './upload-model.ts'
import { type PageDeps, showPage, type WebContext, type WebEnv } from './web-env.ts'

/** Room for the form around a file. */
const FORM_BYTES = 64 * 1024
const MAX_NAME = 200
const MAX_COLUMNS = 200

const tooLarge: Problem = {
  field: 'file',
  rule: 'file-size',
  message: {
    ja: 'ファイルは4 MiBまでです。分けて登録してください。',
    en: 'A file has at most 4 MiB; split it.',
  },
}

/** Adds `/new`, `/preview` and the templates to the pages of files. */
export const addUploadPages = (pages: Hono<WebEnv>, deps: PageDeps): void => {
  const limit = bodyLimit({
    maxSize: MAX_FILE_BYTES + FORM_BYTES,
    onError: async (c) => showForm(c, deps, [tooLarge], 422),
  })
  pages.get('/new', (c) => showForm(c, deps, [], 200))
  pages.post('/preview', limit, (c) => preview(c, deps))
  // Whoever comes back to this address by the browser's history starts anew.
  pages.get('/preview', (c) => c.redirect('/files/new', 303))
  pages.post('/preview/problems.csv', limit, (c) => fetchProblems(c, deps))
  pages.post('/new', limit, (c) => register(c, deps))
  pages.get('/template.csv', (c) => answerCsv(c, 'pitpost-template.csv', templateCsv()))
  pages.get('/template.xlsx', async (c) => {
    const bytes = await deps.readAsset('template.xlsx')
    if (bytes === undefined) return c.notFound()
    return c.body(new Uint8Array(bytes), 200, {
      'content-type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'content-disposition': 'attachment; filename="pitpost-template.xlsx"',
    })
  })
}

const showForm = async (c: WebContext, deps: PageDeps, problems: readonly Problem[], status: 200 | 422) => {
  const merchant = await deps.store.merchant(c.get('session').merchantId)
  const title = { ja: 'ファイルでまとめて登録', en: 'Register from a file' }
  const hasOption = merchant?.fileOption ?? false
  return showPage(c, deps, 'web/file-new', { title, problems, columns: fileColumns, hasOption }, status)
}

type Upload = {
  readonly bytes: Uint8Array
  readonly fileName: string
  readonly text: (name: string) => string
}

/** The file of the form, or the one that was looked at before; never trusted by its name or type. */
const readUpload = async (c: WebContext, deps: PageDeps): Promise<Result<Upload>> => {
  const body = await c.req.parseBody()
  const text = (name: string): string => (typeof body[name] === 'string' ? body[name] : '')
  const { file } = body
  if (file instanceof File && file.size > 0)
    return ok({
      bytes: new Uint8Array(await file.arrayBuffer()),
      fileName: file.name.slice(0, MAX_NAME),
      text,
    })
  if (text('sha256') === '') return refuse(missing)
  const kept = await deps.story.fetchUpload(c.get('session').merchantId, text('sha256'))
  return kept.ok
    ? ok({ bytes: kept.value, fileName: text('file_name').slice(0, MAX_NAME), text })
    : refuse(gone)
}

const missing: Problem = {
  field: 'file',
  rule: 'required',
  message: { ja: 'ファイルを選んでください。', en: 'Choose a file.' },
}

const gone: Problem = {
  field: 'file',
  rule: 'file-gone',
  message: {
    ja: 'このファイルはもう登録したか、預かっていません。もう一度選んでください。',
    en: 'This file was registered already or is no longer kept; choose it again.',
  },
}

type Looked = { readonly upload: Upload; readonly preview: FilePreview }

const lookAt = async (c: WebContext, deps: PageDeps): Promise<Result<Looked>> => {
  const upload = await readUpload(c, deps)
  if (!upload.ok) return upload
  const { bytes, fileName, text } = upload.value
  const { merchantId, staffName } = c.get('session')
  const actor = { kind: 'staff', name: staffName } as const
  const chosen = readChoice(text)
  const looked = await deps.story.previewFile(
    { merchantId, fileName, bytes, actor, ...(chosen && { chosen }) },
    deps.clock.now(),
  )
  return looked.ok ? ok({ upload: upload.value, preview: looked.value }) : fail(looked.failure)
}

/** `columns` says how many fields `column_0`, `column_1` … there are. */
const readChoice = (text: (name: string) => string): ColumnChoice | undefined => {
  const count = Math.min(Number(text('columns')) || 0, MAX_COLUMNS)
  if (count === 0) return undefined
  return Array.from({ length: count }, (_, index) => toFileField(text(`column_${index}`)))
}

const preview = async (c: WebContext, deps: PageDeps) => {
  const looked = await lookAt(c, deps)
  if (!looked.ok) return refuseFile(c, deps, looked.failure)
  const { upload, preview: found } = looked.value
  if (found.batch === undefined) {
    const title = { ja: '列の意味を教えてください', en: 'What are these columns?' }
    const asked = upload.text('columns') !== ''
    const model = { title, asked, ...toColumnsModel(found, upload.fileName) }
    return showPage(c, deps, 'web/file-columns', model, asked ? 422 : 200)
  }
  const title = { ja: 'ファイルの確認', en: 'Look at the file' }
  return showPage(c, deps, 'web/file-preview', { title, ...toPreviewModel(found, found.batch) })
}

const fetchProblems = async (c: WebContext, deps: PageDeps) => {
  const looked = await lookAt(c, deps)
  if (!looked.ok) return refuseFile(c, deps, looked.failure)
  const { batch } = looked.value.preview
  if (batch === undefined) return c.redirect('/files/new', 303)
  return answerCsv(c, 'problems.csv', writeRefusedRows(batch))
}

const refuseFile = (c: WebContext, deps: PageDeps, failure: Parameters<typeof wordsOf>[0]) => {
  const problems = wordsOf(failure).map((message) => ({ field: 'file', rule: failure.kind, message }))
  return showForm(c, deps, failure.kind === 'invalid-input' ? failure.problems : problems, 422)
}

const register = async (c: WebContext, deps: PageDeps) => {
  const upload = await readUpload(c, deps)
  if (!upload.ok) return refuseFile(c, deps, upload.failure)
  const { bytes, fileName, text } = upload.value
  const { merchantId, staffName } = c.get('session')
  const result = await deps.story.acceptFile(
    {
      ...{ merchantId, fileName, bytes },
      mode: text('mode') === 'valid_rows' ? 'valid_rows' : 'all_or_nothing',
      confirmDuplicates: text('confirm_duplicates') === '1',
      actor: { kind: 'staff', name: staffName },
    },
    deps.clock.now(),
  )
  if (!result.ok) return refuseFile(c, deps, result.failure)
  const sha256 = text('sha256')
  if (result.value.status === 'registered' && sha256 !== '') await deps.story.forgetUpload(merchantId, sha256)
  return c.redirect(`/files/${result.value.id}`, 303)
}

/** A download. */
export const answerCsv = (c: WebContext, name: string, text: string): Response =>
  c.body(text, 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${name}"`,
  })

const templateCsv = (): string => toCsv([fileColumns.map(({ ja }) => ja), ...sampleRows])
