/** Money: a whole number of Japanese yen. This file is the only place where yen are rounded. */

declare const yenBrand: unique symbol

/** An integer number of yen; negative only in ledgers and carried balances. */
export type Yen = number & { readonly [yenBrand]: true }

/** Brands an integer as yen; a fraction or an unsafe integer is a bug and throws. */
export const toYen = (amount: number): Yen => {
  if (!Number.isSafeInteger(amount)) throw new RangeError(`not a whole number of yen: ${amount}`)
  return amount as Yen
}

export const zeroYen = toYen(0)

export const sumYen = (amounts: Iterable<Yen>): Yen => {
  let total = 0
  for (const amount of amounts) total += amount
  return toYen(total)
}

/** The amount with the other sign; never -0. */
export const negateYen = (amount: Yen): Yen => toYen(0 - amount)

/** A share of an amount, given in percent, with fractions of a yen dropped (towards zero). */
export const percentOfYen = (amount: Yen, percent: number): Yen => toYen(Math.trunc((amount * percent) / 100))

/** As people write it: `¥12,345`, a negative amount as `-¥500`. */
export const formatYen = (amount: Yen): string => {
  const digits = Math.abs(amount)
    .toString()
    .replace(/\B(?=(\d{3})+$)/g, ',')
  return `${amount < 0 ? '-' : ''}¥${digits}`
}
