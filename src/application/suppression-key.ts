/** How addresses that are not written to any more are found again. */
import { isMailAddress, toWireAddress } from '../domain/mail-address.ts'

/** An address as suppressions know it; whatever is no address is its own. */
export const suppressionKey = (address: string): string =>
  isMailAddress(address) ? toWireAddress(address).toLowerCase() : address
