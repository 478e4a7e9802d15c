/** Customers billed before, for the form of a new bill: chosen with one press, or while their name is typed. */
import type { KnownCustomer } from '../../../domain/known-customer.ts'
import type { RawInvoice } from '../../../domain/raw-invoice.ts'
import type { PageDeps, WebContext } from './web-env.ts'

/** Offered above the form, and among them looked for by their id. */
const RECENT = 6
const REACHABLE = 200
/** Offered while a name is typed. */
const SUGGESTED = 8

/** Those billed last. */
export const recentCustomers = async (c: WebContext, { story }: PageDeps) =>
  (await story.findCustomers({ merchantId: c.get('session').merchantId, text: '', limit: RECENT })).map(
    ({ id, customer, lastSubject }) => ({ id, name: customer.name, subject: lastSubject ?? null }),
  )

/** The form as it was filled in for a customer the last time; the due day is always new. */
export const draftForCustomer = async (
  c: WebContext,
  { story }: PageDeps,
  id: string,
): Promise<RawInvoice> => {
  const { merchantId } = c.get('session')
  const known = await story.findCustomers({ merchantId, text: '', limit: REACHABLE })
  const found = known.find((each) => each.id === id)
  return found === undefined ? {} : { ...toFields(found), due: USUAL_DUE }
}

/** The end of the next month, unless something else is typed. */
const USUAL_DUE = '翌月末'

/** What the script fills in when a name is chosen. */
export const suggestCustomers = async (c: WebContext, { story }: PageDeps) => {
  const { merchantId } = c.get('session')
  const text = (c.req.query('q') ?? '').slice(0, 60)
  return (await story.findCustomers({ merchantId, text, limit: SUGGESTED })).map(toFields)
}

const toFields = ({ customer, lastSubject, lastAmountYen }: KnownCustomer) => ({
  customer_name: customer.name,
  kana: customer.kana ?? '',
  honorific: customer.honorific ?? '',
  email: customer.email ?? '',
  phone: customer.phone ?? '',
  language: customer.language ?? '',
  subject: lastSubject ?? '',
  amount: lastAmountYen === undefined ? '' : String(lastAmountYen),
  deliver: customer.email === undefined ? 'none' : '',
})
