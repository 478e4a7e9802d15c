/** Reads the fields of an invoice one by one and gathers every problem on the way. */
import { hasControlCharacter } from './japanese-text.ts'
import { findUnprintable } from './printable.ts'
import { fieldLabels, MAX_LENGTHS, type RawField, type RawInvoice } from './raw-invoice.ts'
import type { Problem, Result } from './result.ts'

/** A problem before its row is known. */
export type Fault = Omit<Problem, 'row'>
/** Reads fields and gathers what is wrong with them. */
export type Form = {
  readonly problems: readonly Problem[]
  refuse(field: RawField, rule: string, ja: string, en: string): undefined
  take<T, U>(result: Result<T, readonly Fault[]>, otherwise: U): T | U
  text(field: keyof typeof MAX_LENGTHS, need?: 'required' | 'lines'): string | undefined
  read(field: RawField): string
}

/** A value as a problem shows it: its first 80 characters. */
export const shown = (value: unknown): string => [...String(value ?? '')].slice(0, 80).join('')

/** A form over the fields of one invoice; `row` is its row in a file. */
export const openForm = (raw: RawInvoice, row: number | undefined): Form => {
  const problems: Problem[] = []
  const add = (fault: Fault): void => {
    problems.push(row === undefined ? fault : { row, ...fault })
  }
  const read = (field: RawField): string => String(raw[field] ?? '').trim()
  const refuse: Form['refuse'] = (field, rule, ja, en) => {
    const { ja: labelJa, en: labelEn } = fieldLabels[field]
    add({
      field,
      value: shown(raw[field]),
      rule,
      message: { ja: `${labelJa}：${ja}`, en: `${labelEn}: ${en}` },
    })
    return undefined
  }
  return {
    problems,
    refuse,
    read,
    take: (result, otherwise) => {
      if (result.ok) return result.value
      for (const fault of result.failure) add(fault)
      return otherwise
    },
    text: (field, need) => {
      const text = read(field)
      const max = MAX_LENGTHS[field]
      if (text === '') {
        return need === 'required'
          ? refuse(field, 'required', '入力してください。', 'is required; fill it in.')
          : undefined
      }
      if (hasControlCharacter(text, need === 'lines' ? 'allow-newlines' : 'none')) {
        return refuse(
          field,
          'no-control-characters',
          '改行やタブなどの制御文字は使えません。取り除いてください。',
          'has control characters (line breaks, tabs); remove them.',
        )
      }
      const length = [...text].length
      if (length <= max) {
        const unprintable = findUnprintable(text)
        if (unprintable === undefined) return text
        return refuse(field, 'unprintable-character', unprintable.ja, unprintable.en)
      }
      return refuse(
        field,
        'max-length',
        `${max}文字までです（いま${length}文字）。短くしてください。`,
        `has ${length} characters, at most ${max}; shorten it.`,
      )
    },
  }
}
