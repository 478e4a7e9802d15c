/** Finds a merchant's customers by what a person begins to type, those billed last first. */
import type { KnownCustomer } from '../domain/known-customer.ts'
import type { World } from './world.ts'

export type CustomerQuery = {
  readonly merchantId: string
  /** Part of the name, kana, e-mail, phone or Smart Pit number, in any width; empty for all. */
  readonly text: string
  readonly limit?: number
}

/** Suggestions under a field. */
const SUGGESTIONS = 8

export const findCustomers = async (
  { store }: Pick<World, 'store'>,
  { merchantId, text, limit = SUGGESTIONS }: CustomerQuery,
): Promise<readonly KnownCustomer[]> => (await store.customers(merchantId, text, limit)).items
