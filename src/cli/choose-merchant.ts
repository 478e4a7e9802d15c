/** The merchant that a command is about: `--merchant ID|centre`, else the first one. */
import { CENTRE_ID, type Merchant } from '../domain/merchant.ts'
import type { Terminal } from './command.ts'
import type { House } from './open-house.ts'

/** Undefined when there is none such, which is said. */
export const chooseMerchant = async (
  { world: { store } }: House,
  terminal: Terminal,
  wanted: string | undefined,
): Promise<Merchant | undefined> => {
  const id = wanted === 'centre' ? CENTRE_ID : wanted
  const merchant = id === undefined ? (await store.merchants())[0] : await store.merchant(id)
  if (merchant === undefined) {
    terminal.complain(
      `加盟店がありません：${wanted}（npx pitpost merchant list で確かめてください）\n  no such merchant: ${wanted}; see npx pitpost merchant list`,
    )
  }
  return merchant
}
