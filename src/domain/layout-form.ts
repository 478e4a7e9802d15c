/** Reads a layout description value by value and names everything wrong with it. */
import { shown } from './registration-form.ts'
import type { Problem } from './result.ts'

/** Values by their path, such as `barcode.x_mm`; what is missing or wrong is gathered in `problems`. */
export type LayoutForm = {
  readonly problems: readonly Problem[]
  /** In millimetres; without `otherwise` it must be there. */
  number(path: string, min: number, max: number, otherwise?: number): number
  choice<T extends string>(path: string, choices: readonly T[], otherwise: T): T
  flag(path: string, otherwise: boolean): boolean
  /** `#rrggbb`, or `none`, which is undefined. */
  colour<T extends string | undefined>(path: string, otherwise: T): string | T | undefined
}

/** `known` lists the names of each object by its path; the whole is `''`. */
export const openLayoutForm = (
  input: unknown,
  known: Readonly<Record<string, readonly string[]>>,
): LayoutForm => {
  const problems: Problem[] = []
  const refuse: Refuse = (field, value, rule, ja, en) => {
    problems.push({
      field,
      ...(value === undefined ? {} : { value: shown(toText(value)) }),
      rule,
      message: { ja, en },
    })
  }
  checkNames(input, known, refuse)
  return {
    problems,
    number: (path, min, max, otherwise) => {
      const value = valueAt(input, path)
      if (value === undefined && otherwise !== undefined) return otherwise
      if (typeof value === 'number' && value >= min && value <= max) return value
      const [ja, en] = [
        `${min}〜${max} mm の数で書いてください。`,
        `must be a number from ${min} to ${max} mm.`,
      ]
      refuse(path, value, value === undefined ? 'required' : 'number-range', ja, en)
      return min
    },
    choice: (path, choices, otherwise) => {
      const value = valueAt(input, path)
      if (value === undefined) return otherwise
      const found = choices.find((choice) => choice === value)
      if (found !== undefined) return found
      const list = choices.join(', ')
      refuse(path, value, 'choice', `${list} のどれかにしてください。`, `must be one of ${list}.`)
      return otherwise
    },
    flag: (path, otherwise) => {
      const value = valueAt(input, path)
      if (value === undefined) return otherwise
      if (typeof value === 'boolean') return value
      refuse(path, value, 'flag', 'true か false にしてください。', 'must be true or false.')
      return otherwise
    },
    colour: (path, otherwise) => {
      const value = valueAt(input, path)
      if (value === undefined) return otherwise
      if (value === 'none') return undefined
      if (typeof value === 'string' && /^#[0-9a-f]{6}$/i.test(value)) return value.toLowerCase()
      refuse(
        path,
        value,
        'colour',
        '色は "#000000" の形か "none" で書いてください。',
        'must be a colour such as "#000000", or "none".',
      )
      return otherwise
    },
  }
}

type Refuse = (field: string, value: unknown, rule: string, ja: string, en: string) => void

const checkNames = (
  input: unknown,
  known: Readonly<Record<string, readonly string[]>>,
  refuse: Refuse,
): void => {
  for (const [path, names] of Object.entries(known)) {
    const value = path === '' ? input : valueAt(input, path)
    if (!isRecord(value)) {
      refuse(
        path || 'layout',
        value,
        'object',
        'JSONのオブジェクト { … } にしてください。',
        'must be an object { … }.',
      )
      continue
    }
    for (const name of Object.keys(value).filter((key) => !names.includes(key))) {
      const field = path === '' ? name : `${path}.${name}`
      const list = names.join(', ')
      refuse(
        field,
        undefined,
        'known-name',
        `この名前は使えません。使えるのは ${list} です。`,
        `is not known here; use ${list}.`,
      )
    }
  }
}

type Json = Readonly<Record<string, unknown>>
const isRecord = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const valueAt = (input: unknown, path: string): unknown => {
  let value = input
  for (const name of path.split('.'))
    value = isRecord(value) && Object.hasOwn(value, name) ? value[name] : undefined
  return value
}

const toText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
