/** Answers the modal's typeahead: earlier customers by what was typed, and always the new name itself. */
import type { Story } from '../../application/story.ts'
import type { KnownCustomer } from '../../domain/known-customer.ts'
import type { Language } from '../../domain/language.ts'
import type { Merchant } from '../../domain/merchant.ts'
import { MAX_LENGTHS } from '../../domain/raw-invoice.ts'
import { cut } from './mrkdwn.ts'
import { knownValue, newValue } from './read-bill-view.ts'
import { option, plain, sayIn } from './view-kit.ts'

/** Customers that are suggested at once. */
const MAX_SUGGESTED = 30
/** Characters that are searched for. */
const MAX_TYPED = 60

/** Options as `block_suggestion` wants them; nobody's customers where the merchant is not known. */
export const suggestCustomers = async (
  story: Pick<Story, 'findCustomers'>,
  merchant: Merchant | undefined,
  typed: string,
  language: Language,
) => {
  const text = typed.trim().slice(0, MAX_TYPED)
  const query = { merchantId: merchant?.id ?? '', text, limit: MAX_SUGGESTED }
  const known = merchant === undefined ? [] : await story.findCustomers(query)
  const isKnown = known.some(({ customer }) => customer.name === text)
  return [
    ...known.map(toOption),
    ...(text === '' || (isKnown && known.length === 1) ? [] : [newOption(text, language)]),
  ]
}

const toOption = (known: KnownCustomer) => {
  const { name, honorific = '', email } = known.customer
  return {
    ...option(knownValue(known), `${name} ${honorific}`.trim()),
    ...(email === undefined ? {} : { description: plain(email, 75) }),
  }
}

const newOption = (name: string, language: Language) => {
  const short = cut(name, MAX_LENGTHS.customer_name)
  return option(newValue(short), sayIn(language)(`新しいお客さま：${short}`, `New customer: ${short}`))
}
