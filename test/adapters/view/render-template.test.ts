/** Templates: what they show, and what they never do. */
import { expect, test } from 'vitest'
import { createRenderer } from '../../../src/adapters/view/render-template.ts'
import { composeNumber } from '../../../src/domain/smart-pit-number.ts'
import { toYen } from '../../../src/domain/yen.ts'

test('everything put in is escaped unless the template says that it was drawn by us', () => {
  const render = createRenderer({ a: '<p title="{{ x }}">{{ x }}</p>{{ svg | raw }}' })
  expect(render('a', { x: `<b a='1' b="2">&`, svg: '<svg/>' })).toBe(
    '<p title="&lt;b a=&#39;1&#39; b=&#34;2&#34;&gt;&amp;">&lt;b a=&#39;1&#39; b=&#34;2&#34;&gt;&amp;</p><svg/>',
  )
})

test('text that looks like a template stays text', () => {
  expect(createRenderer({ a: '{{ x }}' })('a', { x: '{{ 1 | plus: 1 }}{% if x %}' })).toBe(
    '{{ 1 | plus: 1 }}{% if x %}',
  )
})

test('yen, days, times and numbers are written as people read them', () => {
  const render = createRenderer({
    a: '{{ yen | yen }} {{ day | day }} {{ day | day_en }} {{ at | time }} {{ number | number }}',
  })
  const model = {
    yen: toYen(13_200),
    day: Temporal.PlainDate.from('2026-12-31'),
    at: Temporal.Instant.from('2026-12-31T15:04:00Z'),
    number: composeNumber('29', '1234567890'),
  }
  expect(render('a', model)).toMatch(
    /^¥13,200 2026年12月31日（木） Thu,? 31 Dec 2026 2027-01-01 00:04 2912-3456-7890-\d$/,
  )
})

test('a template takes in another by its name', () => {
  expect(createRenderer({ 'x/a': '[{% render "x/b", n: 1 %}]', 'x/b': '{{ n }}' })('x/a', {})).toBe('[1]')
})

test('an unknown name, variable or filter is a bug and throws', () => {
  const render = createRenderer({ a: '{{ missing }}', b: '{{ 1 | missing }}' })
  expect(() => render('nowhere', {})).toThrow()
  expect(() => render('a', {})).toThrow(/missing/)
  expect(() => render('b', {})).toThrow(/missing/)
})

test('a file of the machine is out of reach', () => {
  const render = createRenderer({ a: '{% render path %}' })
  expect(() => render('a', { path: '/etc/passwd' })).toThrow()
  expect(() => render('a', { path: '../../../../etc/passwd' })).toThrow()
  expect(() => render('/etc/passwd', {})).toThrow()
})

test('inherited properties are not read', () => {
  expect(createRenderer({ a: '{% if x.constructor %}yes{% endif %}' })('a', { x: {} })).toBe('')
})
