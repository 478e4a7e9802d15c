/** Files of invoices over the API: register, look at the progress, fetch the refused rows. */
import type { Context, Hono } from 'hono'
import type { Batch } from '../../../domain/batch.ts'
import { writeRefusedRows } from '../../../domain/refused-rows.ts'
import { rememberAnswer, replayAnswer } from './idempotency.ts'
import { toBatchJson } from './invoice-json.ts'
import { answerDescribed, answerFailure, languageOf, toProblemJson } from './problem-json.ts'
import { readQuery } from './read-json.ts'
import { uploadOf } from './read-upload.ts'
import { fileQuery } from './schemas/file-schemas.ts'
import { callerOf, type StaffContext, type StaffDeps, type StaffEnv } from './staff-env.ts'

/** Adds `/files` routes. */
export const addFileRoutes = (api: Hono<StaffEnv>, { story, store, clock }: StaffDeps): void => {
  api.post('/files', async (c) => {
    const key = c.get('key')
    const query = readQuery(c, fileQuery)
    if (!query.ok) return answerFailure(c, query.failure)
    const { mode = 'all_or_nothing', dry_run } = query.value
    const dryRun = dry_run === 'true'
    const result = await story.acceptFile(
      {
        ...(await uploadOf(c)),
        ...callerOf(c),
        mode,
        dryRun,
        confirmDuplicates: c.req.query('confirm_duplicates') === 'true',
        alongside: (batch) =>
          batch.status === 'registered'
            ? rememberAnswer(c, key, 202, toBatchJson(batch, undefined), clock.now())
            : [],
      },
      clock.now(),
    )
    if (!result.ok) return (await replayAnswer(c, store, key)) ?? answerFailure(c, result.failure)
    const batch = result.value
    if (batch.status === 'refused') return fileRefused(c, batch)
    return c.json({ ...toBatchJson(batch, undefined), problems: problemsOf(c, batch) }, dryRun ? 200 : 202)
  })

  api.get('/files/:id', async (c) => {
    const batch = await ownBatch(c, store)
    if (batch === undefined) return batchNotFound(c)
    return c.json({
      ...toBatchJson(batch, await store.batchProgress(batch.id)),
      problems: problemsOf(c, batch),
    })
  })

  api.get('/files/:id/problems.csv', async (c) => {
    const batch = await ownBatch(c, store)
    if (batch === undefined) return batchNotFound(c)
    return c.body(writeRefusedRows(batch), 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${batch.id}-problems.csv"`,
    })
  })
}

const fileRefused = (c: Context, batch: Batch): Response =>
  answerDescribed(
    c,
    {
      status: 422,
      code: 'file_refused',
      title: 'File refused',
      detail: {
        ja: `${batch.rows}行のうち${batch.refusedRows.length - 1}行に問題があります。何も登録していません。`,
        en: `${batch.refusedRows.length - 1} of ${batch.rows} rows have problems. Nothing was registered.`,
      },
      problems: batch.problems,
    },
    undefined,
    { batch: batch.id },
  )

const problemsOf = (c: Context, batch: Batch) => {
  const language = languageOf(c.req.header('accept-language'))
  return batch.problems.map((problem) => toProblemJson(problem, language, (field) => field))
}

const ownBatch = async (
  c: StaffContext,
  store: Pick<StaffDeps['store'], 'batch'>,
): Promise<Batch | undefined> => {
  const batch = await store.batch(c.req.param('id') ?? '')
  return batch?.merchantId === c.get('key').merchantId ? batch : undefined
}

const batchNotFound = (c: Context): Response =>
  answerFailure(c, { kind: 'not-found', what: 'batch', id: c.req.param('id') ?? '' })
