/** Many sheets in one file, over the API. */
import type { Hono } from 'hono'
import * as z from 'zod'
import type { SheetSelection } from '../../../application/print-sheets.ts'
import { ok, type Result, refuse } from '../../../domain/result.ts'
import { answerFailure } from './problem-json.ts'
import { readJson } from './read-json.ts'
import type { StaffDeps, StaffEnv } from './staff-env.ts'

/** Parts of a batch: more than the rows of the largest file need. */
const MAX_PART = 1_000
/** Ids that are read at all; how many fit in a file is said by the use case. */
const MAX_IDS = 5_000
const id = z.string().min(1).max(64)
const sheetsBody = z.strictObject({
  invoice_ids: z.array(id).max(MAX_IDS).optional(),
  batch: id.optional(),
  part: z.int().min(1).max(MAX_PART).optional(),
})

/** Adds `POST /sheets`. */
export const addSheetRoutes = (api: Hono<StaffEnv>, { story, clock }: StaffDeps): void => {
  api.post('/sheets', async (c) => {
    const body = await readJson(c, sheetsBody)
    if (!body.ok) return answerFailure(c, body.failure)
    const selection = toSelection(body.value)
    if (!selection.ok) return answerFailure(c, selection.failure)
    const printed = await story.printSheets(
      { merchantId: c.get('key').merchantId, selection: selection.value },
      clock.now(),
    )
    if (!printed.ok) return answerFailure(c, printed.failure)
    return c.body(new Uint8Array(printed.value), 200, {
      'content-type': 'application/pdf',
      'content-disposition': 'inline; filename="sheets.pdf"',
    })
  })
}

/** Either ids or a batch, not both and not neither. */
const toSelection = ({
  invoice_ids: ids,
  batch,
  part = 1,
}: z.infer<typeof sheetsBody>): Result<SheetSelection> => {
  if (ids !== undefined && batch === undefined) return ok({ kind: 'invoices', ids })
  if (ids === undefined && batch !== undefined) return ok({ kind: 'batch', batchId: batch, part })
  return refuse({
    field: 'invoice_ids',
    rule: 'one-of',
    message: {
      ja: 'invoice_ids か batch の、どちらか一方を書いてください。',
      en: 'give either invoice_ids or batch.',
    },
  })
}
