/** The console's pool of card numbers: issue some, give one to a customer, take it back. */
import { Hono } from 'hono'
import { MAX_CARD_NUMBERS } from '../../../application/issue-card-numbers.ts'
import type { Text } from '../../../domain/result.ts'
import type { NumberFilter } from '../../../ports.ts'
import { wordsOf } from './failure-words.ts'
import { type PageDeps, showPage, type WebContext, type WebEnv } from './web-env.ts'

const PAGE_SIZE = 50

const kindNames = {
  card: { ja: 'カード用', en: 'for cards' },
  notice: { ja: 'ご案内用', en: 'for notices' },
} as const
const doneTexts: Readonly<Record<string, Text>> = {
  issued: { ja: '番号を発行しました。', en: 'The numbers are issued.' },
  assigned: {
    ja: '番号を割り当てました。このお客さまへの請求には、この番号が自動で使われます。',
    en: 'Assigned. Invoices to this customer use this number by themselves.',
  },
  released: {
    ja: '番号を外しました。この番号での請求はそのまま支払えます。',
    en: 'Taken back. Invoices on this number can still be paid.',
  },
}

/** Routes below `/numbers`. */
export const createNumberPages = (deps: PageDeps): Hono<WebEnv> => {
  const { story, store, clock, newToken } = deps
  const pages = new Hono<WebEnv>()
  pages.get('/', (c) => showPool(c, deps, []))
  pages.post('/', async (c) => {
    const { count, form_key: key } = await c.req.parseBody()
    const { merchantId } = c.get('session')
    const scope = `numbers:${merchantId}`
    const formKey = typeof key === 'string' && key !== '' ? key.slice(0, 100) : newToken()
    const now = clock.now()
    const result = await story.issueCardNumbers(
      {
        merchantId,
        count: Number(count),
        kind: 'card',
        alongside: () => [
          {
            kind: 'remember-answer',
            answer: { scope, key: formKey, bodyHash: '', status: 303, body: '', at: now },
          },
        ],
      },
      now,
    )
    const isDone = result.ok || (await store.rememberedAnswer(scope, formKey)) !== undefined
    if (isDone) return c.redirect('/numbers?kind=card&free=yes&done=issued', 303)
    return showPool(c, deps, wordsOf(result.failure))
  })
  pages.post('/:number/assign', async (c) => {
    const body = await c.req.parseBody()
    const text = (name: string): string => (typeof body[name] === 'string' ? body[name] : '')
    const customer = { customer_name: text('customer_name'), email: text('email'), phone: text('phone') }
    const { merchantId } = c.get('session')
    const number = c.req.param('number')
    const result = await story.assignNumber({ merchantId, number, customer }, clock.now())
    if (result.ok) return c.redirect(`/numbers?number=${result.value.number}&done=assigned`, 303)
    return showPool(c, deps, wordsOf(result.failure))
  })
  pages.post('/:number/release', async (c) => {
    const { merchantId } = c.get('session')
    const result = await story.releaseNumber({ merchantId, number: c.req.param('number') })
    if (result.ok) return c.redirect(`/numbers?number=${result.value}&done=released`, 303)
    return showPool(c, deps, wordsOf(result.failure))
  })
  return pages
}

const showPool = async (c: WebContext, deps: PageDeps, wrong: readonly Text[]) => {
  const { kind = '', free = '', number: wanted = '', cursor, done } = c.req.query()
  const filter: NumberFilter = {
    ...(kind === 'card' || kind === 'notice' ? { kind } : {}),
    ...(free === 'yes' || free === 'no' ? { isFree: free === 'yes' } : {}),
    ...(wanted === '' ? {} : { text: wanted }),
  }
  const page = await deps.store.numbers(c.get('session').merchantId, filter, PAGE_SIZE, cursor)
  const next = new URLSearchParams({ kind, free, number: wanted, cursor: page.nextCursor ?? '' })
  return showPage(
    c,
    deps,
    'web/numbers',
    {
      title: { ja: '番号', en: 'Card numbers' },
      wrong,
      done: wrong.length > 0 ? null : (doneTexts[done ?? ''] ?? null),
      formKey: deps.newToken(),
      max: MAX_CARD_NUMBERS,
      kind,
      free,
      wanted,
      numbers: page.items.map((pooled) => ({
        number: pooled.number,
        kindName: kindNames[pooled.kind],
        issuedAt: pooled.issuedAt,
        customer: pooled.assignment === undefined ? null : pooled.assignment.customer.name,
        contact: pooled.assignment?.customer.email ?? pooled.assignment?.customer.phone ?? null,
      })),
      next: page.nextCursor === undefined ? null : `/numbers?${next}`,
    },
    wrong.length > 0 ? 422 : 200,
  )
}
