/** A merchant's whole data over the API: out as a file of lines, in by parts and one landing. */
import type { Hono, MiddlewareHandler } from 'hono'
import * as z from 'zod'
import { CENTRE_ID } from '../../../domain/merchant.ts'
import { isMoveRow, type MoveLine, type MoveRow } from '../../../domain/move-file.ts'
import { type Failure, ok, type Problem, type Result, refuse } from '../../../domain/result.ts'
import { answerFailure } from './problem-json.ts'
import { readJson } from './read-json.ts'
import { moveBody } from './schemas/move-schemas.ts'
import type { StaffDeps, StaffEnv } from './staff-env.ts'

/** Bytes of one part; what sends them cuts the file accordingly. */
export const MAX_PART_BYTES = 16 * 1024 * 1024

const moveId = z.string().regex(/^mov_\w{1,40}$/)
/** Adds `GET /moves/{merchant}`, `POST /moves/{id}/lines?from=` and `POST /moves/{id}/landing`. */
export const addMoveRoutes = (api: Hono<StaffEnv>, deps: StaffDeps): void => {
  const { story, store, clock } = deps
  addIncoming(api, deps)
  api.get('/moves/:merchant', async (c) => {
    const { merchantId, role } = c.get('key')
    const wanted = c.req.param('merchant')
    if (role !== 'admin' || (merchantId !== CENTRE_ID && merchantId !== wanted))
      return answerFailure(c, notAllowed)
    if ((await store.merchant(wanted)) === undefined)
      return answerFailure(c, { kind: 'not-found', what: 'page', id: wanted })
    return c.body(toStream(story.exportMerchant(wanted, clock.now())), 200, {
      'content-type': 'application/x-ndjson',
      'content-disposition': `attachment; filename="${wanted}.pitpost.jsonl"`,
    })
  })
}

const addIncoming = (api: Hono<StaffEnv>, { story }: StaffDeps): void => {
  api.post('/moves/:id/lines', onlyCentre, async (c) => {
    const id = moveId.safeParse(c.req.param('id'))
    const from = z.coerce.number().int().min(0).safeParse(c.req.query('from'))
    const lines = readLines(await c.req.text())
    if (!id.success || !from.success)
      return answerFailure(c, { kind: 'invalid-input', problems: [wrongPlace] })
    if (!lines.ok) return answerFailure(c, lines.failure)
    const staged = await story.stageMove({ id: id.data, from: from.data, lines: lines.value })
    return staged.ok ? c.json(staged.value) : answerFailure(c, staged.failure)
  })
  api.post('/moves/:id/landing', onlyCentre, async (c) => {
    const body = await readJson(c, moveBody)
    if (!body.ok) return answerFailure(c, body.failure)
    const landed = await story.landMove({ id: c.req.param('id'), ...body.value })
    return landed.ok ? c.json(landed.value) : answerFailure(c, landed.failure)
  })
}

const notAllowed: Failure = {
  kind: 'not-allowed',
  message: {
    ja: '加盟店のデータの移動は、センターの管理者のキーでおこないます（自社の書き出しは自社の管理者のキーでもできます）。',
    en: 'Merchants are moved with a key of an admin of the centre; an admin of the merchant may export its own data.',
  },
}

const onlyCentre: MiddlewareHandler<StaffEnv> = (c, next) => {
  const { merchantId, role } = c.get('key')
  return merchantId === CENTRE_ID && role === 'admin' ? next() : Promise.resolve(answerFailure(c, notAllowed))
}

const wrongPlace: Problem = {
  field: 'from',
  rule: 'move-place',
  message: {
    ja: '移動の番号（mov_…）と、何行目からか（from、0以上の整数）を指定してください。',
    en: 'Name the move (mov_…) and the position of the first line (from, 0 or more).',
  },
}

const readLines = (text: string): Result<readonly MoveRow[]> => {
  const lines = text.split('\n').filter((line) => line !== '')
  const rows: MoveRow[] = []
  for (const [index, line] of lines.entries()) {
    const row = parse(line)
    if (!isMoveRow(row)) {
      return refuse({
        field: 'lines',
        value: String(index + 1),
        rule: 'move-line',
        message: {
          ja: '書き出したファイルの行ではありません。',
          en: 'This is not a line of an exported file.',
        },
      })
    }
    rows.push(row)
  }
  return ok(rows)
}

const parse = (line: string): unknown => {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

const toStream = (lines: AsyncGenerator<MoveLine>): ReadableStream<Uint8Array> => {
  const encoder = new TextEncoder()
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await lines.next()
      if (done === true) controller.close()
      else controller.enqueue(encoder.encode(`${JSON.stringify(value)}\n`))
    },
    cancel: async () => {
      await lines.return(undefined)
    },
  })
}
