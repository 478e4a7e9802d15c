/** Card numbers over the API: fill the pool, look at it, give a number to a customer and take it back. */
import type { Hono } from 'hono'
import { toStamp } from '../../../domain/jst-day.ts'
import { ok, type Result } from '../../../domain/result.ts'
import { isSmartPitNumber, type SmartPitNumber } from '../../../domain/smart-pit-number.ts'
import type { IssuedNumber, NumberAssignment, NumberFilter, PooledNumber } from '../../../ports.ts'
import { answerOnce } from './idempotency.ts'
import { toRequestField } from './invoice-json.ts'
import { answerPage, readPaging } from './paging.ts'
import { answerFailure } from './problem-json.ts'
import { readJson, readOptionalJson, readQuery } from './read-json.ts'
import type { AssignmentJson, IssuedJson, PooledJson, ReleasedJson } from './schemas/number-answers.ts'
import { assignBody, issueBody, numberQuery, releaseBody } from './schemas/number-schemas.ts'
import type { StaffContext, StaffDeps, StaffEnv } from './staff-env.ts'

/** Adds `/numbers` routes. */
export const addNumberRoutes = (api: Hono<StaffEnv>, deps: StaffDeps): void => {
  const { story, store, clock } = deps
  api.post('/numbers', async (c) => {
    const body = await readJson(c, issueBody)
    if (!body.ok) return answerFailure(c, body.failure)
    const request = { merchantId: c.get('key').merchantId, ...body.value }
    return answerOnce(c, deps, { status: 201, toBody: toIssuedJson }, (remember) =>
      story.issueCardNumbers({ ...request, alongside: remember }, clock.now()),
    )
  })

  api.get('/numbers', async (c) => {
    const paging = readPaging(c)
    if (!paging.ok) return answerFailure(c, paging.failure)
    const filter = readNumberFilter(c)
    if (!filter.ok) return answerFailure(c, filter.failure)
    const { limit, cursor } = paging.value
    const page = await store.numbers(c.get('key').merchantId, filter.value, limit, cursor)
    return answerPage(c, page, toPooledJson)
  })

  api.get('/numbers/:number', async (c) => {
    const { merchantId } = c.get('key')
    const number = c.req.param('number')
    const issued = isSmartPitNumber(number) ? await store.issuedNumber(number) : undefined
    const assignment = issued && (await store.assignmentOf(merchantId, issued.number))
    if (issued === undefined || (issued.merchantId !== merchantId && assignment === undefined))
      return answerFailure(c, { kind: 'not-found', what: 'number', id: number })
    return c.json(toPooledJson({ ...issued, assignment }))
  })

  api.post('/numbers/:number/assign', async (c) => {
    const body = await readJson(c, assignBody)
    if (!body.ok) return answerFailure(c, body.failure)
    const { name, ...customer } = body.value.customer
    const request = {
      merchantId: c.get('key').merchantId,
      number: c.req.param('number'),
      customer: { customer_name: name, ...customer },
    }
    const answering = { status: 200, toBody: toAssignmentJson, renamed: toRequestField } as const
    return answerOnce(c, deps, answering, (remember) =>
      story.assignNumber({ ...request, alongside: remember }, clock.now()),
    )
  })

  api.post('/numbers/:number/release', async (c) => {
    const body = await readOptionalJson(c, releaseBody)
    if (!body.ok) return answerFailure(c, body.failure)
    const request = { merchantId: c.get('key').merchantId, number: c.req.param('number') }
    const toBody = (number: SmartPitNumber): ReleasedJson => ({ number, customer: null })
    return answerOnce(c, deps, { status: 200, toBody }, (remember) =>
      story.releaseNumber({ ...request, alongside: remember }),
    )
  })
}

/** `kind` and `free`; anything else is refused by name. */
const readNumberFilter = (c: StaffContext): Result<NumberFilter> => {
  const query = readQuery(c, numberQuery)
  if (!query.ok) return query
  const { kind, free } = query.value
  return ok({
    ...(kind === undefined ? {} : { kind }),
    ...(free === undefined ? {} : { isFree: free === 'true' }),
  })
}

const toIssuedJson = (numbers: readonly IssuedNumber[]): IssuedJson => ({
  count: numbers.length,
  kind: numbers[0]?.kind ?? 'card',
  numbers: numbers.map(({ number }) => number),
})

const toPooledJson = ({ number, kind, issuedAt, assignment }: PooledNumber): PooledJson => ({
  number,
  kind,
  issued_at: toStamp(issuedAt),
  customer: assignment === undefined ? null : toCustomerJson(assignment),
  assigned_at: assignment === undefined ? null : toStamp(assignment.assignedAt),
})

const toAssignmentJson = (assignment: NumberAssignment): AssignmentJson => ({
  number: assignment.number,
  customer: toCustomerJson(assignment),
  assigned_at: toStamp(assignment.assignedAt),
})

const toCustomerJson = ({ customer: { name, kana, email, phone } }: NumberAssignment) => ({
  name,
  kana: kana ?? null,
  email: email ?? null,
  phone: phone ?? null,
})
