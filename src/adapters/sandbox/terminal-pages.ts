/** A store terminal at `/sandbox/terminal`: number, bills, slip, register; it knows only the network interface. */
import { type Context, Hono } from 'hono'
import { cutToColumns } from '../../domain/display-width.ts'
import { formatJstTime } from '../../domain/jst-day.ts'
import { SLIP_SUBJECT_COLUMNS, TERMINAL_SUBJECT_COLUMNS } from '../../domain/text-cuts.ts'
import type { Render } from '../../ports.ts'
import type { TerminalClient } from './terminal-client.ts'

export type TerminalPagesDeps = { readonly render: Render; readonly client: TerminalClient }

const chains = [
  { code: '020', name: 'ローソン', terminal: 'Loppi' },
  { code: '080', name: 'ミニストップ', terminal: 'Loppi' },
  { code: '030', name: 'ファミリーマート', terminal: 'マルチコピー機' },
] as const

/** Routes below `/sandbox/terminal`. */
export const createTerminalPages = ({ render, client }: TerminalPagesDeps): Hono => {
  const pages = new Hono()
  const show = (c: Context, step: string, model: Readonly<Record<string, unknown>>) =>
    c.html(render('sandbox/terminal', { ...blank, title: 'お店の端末', chains, step, ...model }))
  const field = async (c: Context, name: string): Promise<string> => {
    const value = (await c.req.parseBody())[name]
    return typeof value === 'string' ? value : ''
  }
  pages.get('/', (c) => show(c, 'number', { number: c.req.query('number') ?? '' }))
  pages.post('/inquire', async (c) => {
    const number = await field(c, 'number')
    const chain = await field(c, 'chain')
    const found = await client.inquire(number)
    if (!found.ok) return show(c, 'number', { number, chain, wrong: found.message })
    if (found.value.invoices.length === 0) {
      return show(c, 'number', { number, chain, wrong: 'この番号で、いま支払える請求はありません。' })
    }
    // Like the machine in the store, which has a line of so many columns.
    const invoices = found.value.invoices.map((invoice) => ({
      ...invoice,
      subject: cutToColumns(invoice.subject, TERMINAL_SUBJECT_COLUMNS),
    }))
    return show(c, 'choose', { chain, number: found.value.number, invoices })
  })
  pages.post('/slip', async (c) => {
    const number = await field(c, 'number')
    const chain = await field(c, 'chain')
    const chosen = (await c.req.parseBody({ all: true }))['invoice']
    const ids = [chosen ?? []].flat().filter((id) => typeof id === 'string')
    if (ids.length === 0)
      return show(c, 'number', { number, chain, wrong: '支払う請求を1つ以上選んでください。' })
    const payable = await client.inquire(number)
    const slip = await client.printSlip(number, ids)
    if (!slip.ok) return show(c, 'number', { number, chain, wrong: slip.message })
    const { total, expires_at: expiresAt } = slip.value
    const until = formatJstTime(Temporal.Instant.from(expiresAt))
    const subjects = (payable.ok ? payable.value.invoices : [])
      .filter(({ id }) => ids.includes(id))
      .map(({ subject }) => cutToColumns(subject, SLIP_SUBJECT_COLUMNS))
    return show(c, 'slip', { chain, number, slip: slip.value.slip, subjects, total, until })
  })
  pages.post('/pay', async (c) => {
    const paid = await client.pay(await field(c, 'slip'), await field(c, 'chain'))
    if (!paid.ok) return show(c, 'number', { wrong: paid.message })
    return show(c, 'paid', { receipt: paid.value.receipt, state: paid.value.state })
  })
  pages.post('/cancel', async (c) => {
    const receipt = await field(c, 'receipt')
    const undone = await client.cancel(receipt)
    return show(c, 'paid', {
      receipt,
      state: 'cancelled',
      ...(undone.ok ? {} : { state: 'preliminary', wrong: undone.message }),
    })
  })
  pages.post('/confirm', async (c) => {
    const receipt = await field(c, 'receipt')
    const confirmed = await client.confirm(receipt)
    return show(c, 'paid', {
      receipt,
      state: 'confirmed',
      ...(confirmed.ok ? {} : { wrong: confirmed.message }),
    })
  })
  return pages
}

const blank = {
  number: '',
  chain: '020',
  wrong: null,
  invoices: [],
  slip: '',
  subjects: [],
  total: 0,
  until: '',
  receipt: '',
  state: '',
} as const
