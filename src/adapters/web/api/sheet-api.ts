/** Many sheets in one file, over the API. */
import type { Hono } from 'hono'
import type * as z from 'zod'
import type { SheetSelection } from '../../../application/print-sheets.ts'
import { ok, type Result, refuse } from '../../../domain/result.ts'
import { answerAnew } from './idempotency.ts'
import { answerFailure } from './problem-json.ts'
import { readJson } from './read-json.ts'
import { sheetsBody } from './schemas/file-schemas.ts'
import type { StaffDeps, StaffEnv } from './staff-env.ts'

/** Adds `POST /sheets`. */
export const addSheetRoutes = (api: Hono<StaffEnv>, deps: StaffDeps): void => {
  const { story, clock } = deps
  api.post('/sheets', async (c) => {
    const body = await readJson(c, sheetsBody)
    if (!body.ok) return answerFailure(c, body.failure)
    const selection = toSelection(body.value)
    if (!selection.ok) return answerFailure(c, selection.failure)
    const request = { merchantId: c.get('key').merchantId, selection: selection.value }
    return answerAnew(c, deps, async () => {
      const printed = await story.printSheets(request, clock.now())
      if (!printed.ok) return printed
      const headers = {
        'content-type': 'application/pdf',
        'content-disposition': 'inline; filename="sheets.pdf"',
      }
      return ok(c.body(new Uint8Array(printed.value), 200, headers))
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
