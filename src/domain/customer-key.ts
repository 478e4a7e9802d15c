/** By what a merchant's customer is recognised again. */
import type { Customer } from './invoice.ts'
import { toSearchKey } from './japanese-text.ts'

/** Name and e-mail, else name and phone, in any width: a family shares an address, but not a name. */
export const customerKeyOf = ({ name, email, phone }: Pick<Customer, 'name' | 'email' | 'phone'>): string =>
  `${toSearchKey(name)}|${(email ?? phone ?? '').toLowerCase()}`
