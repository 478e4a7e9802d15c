/** Amounts as people write them: `13,200`, `¥13,200`, `１３２００円`. */
import { toHalfWidth } from './japanese-text.ts'
import { fail, ok, type Result, type Text } from './result.ts'
import { toYen, type Yen } from './yen.ts'

export type AmountFault = { readonly rule: string; readonly message: Text }

const fault = (rule: string, ja: string, en: string): Result<never, AmountFault> =>
  fail({ rule, message: { ja, en } })

/** Whole yen, from digits of any width with `¥ ￥ 円 ,`; fractions and exponents are refused, not rounded. */
export const parseAmount = (value: string | number): Result<Yen, AmountFault> => {
  const text = toHalfWidth(String(value)).replace(/\s/g, '')
  const digits = text.replace(/^([-+]?)[¥\\]/, '$1').replace(/円$/, '')
  if (digits === '') return fault('required', '入力してください。', 'is required; fill it in.')
  if (/^[-+]?\d(\.\d+)?[eE]\+?\d+$/.test(digits)) {
    return fault(
      'excel-number',
      '表計算ソフトが指数表示に変えた値です。数字で入れ直してください。',
      'was turned into an exponent by a spreadsheet; enter plain digits.',
    )
  }
  if (/^[-+]?[\d,]*\.\d+$/.test(digits)) {
    return fault(
      'whole-yen',
      '小数は使えません。円単位の整数にしてください。',
      'has a fraction; enter whole yen.',
    )
  }
  if (!/^[-+]?(\d{1,12}|\d{1,3}(,\d{3}){1,3})$/.test(digits)) {
    return fault(
      'amount-format',
      '金額として読めません（例：13,200）。',
      'cannot be read as an amount (for example 13,200).',
    )
  }
  return ok(toYen(Number(digits.replaceAll(',', ''))))
}
