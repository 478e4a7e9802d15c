/** The 13-digit Smart Pit number: prefix, random digits, check digit (mod 10, weights 3/1 from the right). */

declare const numberBrand: unique symbol

/** 13 digits with a right check digit. */
export type SmartPitNumber = string & { readonly [numberBrand]: true }

export const NUMBER_LENGTH = 13
export const DEFAULT_NUMBER_PREFIX = '29'

/** Check digit over digits, weights 3,1,3,1… from the right: (10 − sum mod 10) mod 10 (the EAN-13 and GS1 rule). */
export const computeCheckDigit = (digits: string): string => {
  let sum = 0
  for (let i = 0; i < digits.length; i += 1) {
    sum += Number(digits[digits.length - 1 - i]) * (i % 2 === 0 ? 3 : 1)
  }
  return String((10 - (sum % 10)) % 10)
}

export const isSmartPitNumber = (text: string): text is SmartPitNumber =>
  /^\d{13}$/.test(text) && computeCheckDigit(text.slice(0, -1)) === text.at(-1)

/** A number from its prefix and enough random digits (at least 12 less the prefix's length). */
export const composeNumber = (prefix: string, randomDigits: string): SmartPitNumber => {
  const body = (prefix + randomDigits).slice(0, NUMBER_LENGTH - 1)
  if (!/^\d{12}$/.test(body)) throw new RangeError(`prefix and digits do not make 12 digits: ${body.length}`)
  return (body + computeCheckDigit(body)) as SmartPitNumber
}

/** In groups, as people read it out: `2912 3456 7890 1` → `2912-3456-7890-1`. */
export const formatNumber = (number: SmartPitNumber): string =>
  `${number.slice(0, 4)}-${number.slice(4, 8)}-${number.slice(8, 12)}-${number.slice(12)}`
