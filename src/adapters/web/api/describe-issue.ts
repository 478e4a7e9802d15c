/** What zod found wrong with a request, as problems for people: field, value, rule and remedy. */
import type * as z from 'zod'
import type { Problem, Text } from '../../../domain/result.ts'

type Issue = z.ZodError['issues'][number]

/** Longest piece of a wrong value that is given back, in characters. */
const MAX_SHOWN = 80

/** An issue may name several fields, or come down to those of the form that was meant. */
export const describeIssue = (issue: Issue, path: readonly PropertyKey[] = []): readonly Problem[] => {
  const whole = [...path, ...issue.path]
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => toProblem([...whole, key], 'unknown-field', undefined, unknownField))
  if (issue.code === 'invalid_union') {
    const meant = issue.errors.toSorted((a, b) => a.length - b.length)[0] ?? []
    const kinds = issue.errors.flat().flatMap((inner) => (isOfKind(inner) ? [inner.expected] : []))
    if (kinds.length === issue.errors.length)
      return [toProblem(whole, 'type', issue.input, mustBe([...new Set(kinds)]))]
    return meant.flatMap((inner) => describeIssue(inner, whole))
  }
  const [rule, message] = describe(issue)
  return [toProblem(whole, rule, issue.input, message)]
}

const isOfKind = (issue: Issue): issue is Extract<Issue, { code: 'invalid_type' }> =>
  issue.code === 'invalid_type' && issue.path.length === 0

const toProblem = (path: readonly PropertyKey[], rule: string, input: unknown, { ja, en }: Text): Problem => {
  const field = path.map(String).join('.').slice(0, MAX_SHOWN) || 'body'
  const value = showValue(input)
  return {
    field,
    ...(value === undefined ? {} : { value }),
    rule,
    message: { ja: `${field}：${ja}`, en: `${field}: ${en}` },
  }
}

const showValue = (input: unknown): string | undefined => {
  if (typeof input === 'string') return input.slice(0, MAX_SHOWN)
  return typeof input === 'number' || typeof input === 'boolean' ? String(input) : undefined
}

const unknownField: Text = {
  ja: 'この名前の項目はありません。つづりを確かめるか、外してください。',
  en: 'there is no such field; check its spelling, or leave it out.',
}

const kindNames: Readonly<Record<string, Text>> = {
  string: { ja: '文字列', en: 'text' },
  number: { ja: '数', en: 'a number' },
  int: { ja: '整数', en: 'a whole number' },
  boolean: { ja: 'trueかfalse', en: 'true or false' },
  object: { ja: 'オブジェクト（{…}）', en: 'an object ({…})' },
  record: { ja: 'オブジェクト（{…}）', en: 'an object ({…})' },
  array: { ja: '配列（[…]）', en: 'a list ([…])' },
  null: { ja: 'null', en: 'null' },
}

const mustBe = (kinds: readonly string[]): Text => {
  const names = kinds.map((kind) => kindNames[kind] ?? { ja: kind, en: kind })
  return {
    ja: `${names.map(({ ja }) => ja).join('か')}にしてください。`,
    en: `must be ${names.map(({ en }) => en).join(' or ')}.`,
  }
}

const units: Readonly<Record<string, Text>> = {
  string: { ja: '文字', en: ' characters' },
  array: { ja: '件', en: ' entries' },
}

const describe = (
  issue: Exclude<Issue, { code: 'unrecognized_keys' | 'invalid_union' }>,
): readonly [string, Text] => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined
        ? ['required', { ja: '必要です。入れてください。', en: 'is required; fill it in.' }]
        : ['type', mustBe([issue.expected])]
    case 'too_big': {
      const unit = units[issue.origin] ?? { ja: '', en: '' }
      return [
        'max',
        { ja: `${issue.maximum}${unit.ja}までです。`, en: `at most ${issue.maximum}${unit.en}.` },
      ]
    }
    case 'too_small': {
      const unit = units[issue.origin] ?? { ja: '', en: '' }
      return [
        'min',
        { ja: `${issue.minimum}${unit.ja}以上にしてください。`, en: `at least ${issue.minimum}${unit.en}.` },
      ]
    }
    case 'invalid_value': {
      const list = issue.values.filter((value) => value !== '').join(', ')
      return ['choice', { ja: `${list} のどれかにしてください。`, en: `must be one of ${list}.` }]
    }
    case 'invalid_format':
      return issue.format === 'datetime'
        ? [
            'instant',
            {
              ja: '時刻の形ではありません（例：2026-11-25T12:34:56+09:00）。',
              en: 'is not an instant (for example 2026-11-25T12:34:56+09:00).',
            },
          ]
        : ['format', { ja: '形が合いません。', en: 'has the wrong form.' }]
    default:
      return ['shape', { ja: `形が合いません（${issue.message}）。`, en: issue.message }]
  }
}
