/** Who speaks over the stores' interface: a chain or an agency, by the secret it signs with. */
import { toReceiptText } from './feed-receipt.ts'

export type NetworkSecret = {
  /** Its receipts are its own: another client's may read the same. Unnamed secrets share one name, ''. */
  readonly client: string
  /** Base64, as in Standard Webhooks. */
  readonly secret: string
}

/** `lawson`, `agency-2`; never like the receipts of collection data files. */
export const isClientName = (name: string): boolean => /^(?!feed)[a-z][a-z0-9-]{0,19}$/.test(name)

/** A receipt as it is kept: two clients with the same text never meet, nor does a till's look like a file's. */
export const toKeptReceipt = (client: string, receipt: string): string =>
  client !== '' || receipt.startsWith('@') || receipt.startsWith('feed') ? `@${client}/${receipt}` : receipt

/** The receipt as the till or the file told it, for people. */
export const toToldReceipt = (kept: string): string =>
  kept.startsWith('@') ? kept.slice(kept.indexOf('/') + 1) : toReceiptText(kept)
