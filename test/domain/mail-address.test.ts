import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isMailAddress, toWireAddress } from '../../src/domain/mail-address.ts'

const onTheWire: readonly (readonly [written: string, wire: string])[] = [
  ['hanako@example.com', 'hanako@example.com'],
  ['hanako+juku@example.co.jp', 'hanako+juku@example.co.jp'],
  ['Hanako.S@Example.COM', 'Hanako.S@example.com'],
  ['hanako..s.@docomo.example.jp', '"hanako..s."@docomo.example.jp'],
  ['.hanako@ezweb.example.jp', '".hanako"@ezweb.example.jp'],
  ['hanako.@softbank.example.jp', '"hanako."@softbank.example.jp'],
  ['"hanako..s."@docomo.example.jp', '"hanako..s."@docomo.example.jp'],
  ['"hanako"@example.com', 'hanako@example.com'],
  ['info@日本語.jp', 'info@xn--wgv71a119e.jp'],
  ['info@例え.テスト', 'info@xn--r8jz45g.xn--zckzah'],
  ['info@ｅｘａｍｐｌｅ．ｃｏｍ', 'info@example.com'],
  ['info@サーバー.example.jp', 'info@xn--vckucxgb.example.jp'],
  ["o'brien/x=y@example.com", "o'brien/x=y@example.com"],
]

const noAddress: readonly string[] = [
  '',
  'hanako',
  '@example.com',
  'hanako@',
  'hanako@localhost',
  'hanako@192.0.2.1',
  'hanako@[192.0.2.1]',
  'hanako@example.com.',
  'hanako@-example.com',
  'hanako@exam ple.com',
  'hanako@example.com/path',
  'hanako@example.com:25',
  'hanako@example.com#x',
  'hanako@exam\u00adple.com',
  'hanako@exam\u200bple.com',
  'ha nako@example.com',
  'はなこ@example.com',
  'ha@nako@example.com',
  'hanako@example.com, taro@example.com',
  '<hanako@example.com>',
  'Hanako <hanako@example.com>',
  'hanako@example.com\r\nBcc: x@example.com',
  'hanako\r\nBcc: x@example.com',
  '"a\r\nb"@example.com',
  '"a b"@example.com',
  '""@example.com',
  `${'a'.repeat(65)}@example.com`,
  `a@${'b'.repeat(64)}.com`,
  `a@${'b.'.repeat(125)}com`,
  `a@${'日'.repeat(60)}.${'本'.repeat(60)}.${'語'.repeat(60)}.${'文'.repeat(60)}.jp`,
]

describe('a mail address', () => {
  it.each(onTheWire)('%s goes over the wire as %s', (written, wire) => {
    expect(isMailAddress(written)).toBe(true)
    expect(toWireAddress(written)).toBe(wire)
  })

  it.each(noAddress)('%j is none, and never reaches a header', (text) => {
    expect(isMailAddress(text)).toBe(false)
    expect(() => toWireAddress(text)).toThrow(RangeError)
  })

  it('may be as long as 254 characters and no longer', () => {
    const domain = `${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}`
    const longest = `${'a'.repeat(64)}@${domain}.com`
    const room = 254 - longest.length - 1
    expect(isMailAddress(longest.replace('.com', `.${'e'.repeat(room)}.com`))).toBe(true)
    expect(isMailAddress(longest.replace('.com', `.${'e'.repeat(room + 1)}.com`))).toBe(false)
  })

  it('is one line of ASCII on the wire and the same address when it is read again, whatever was typed', () => {
    const typed = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.tuple(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })).map((parts) => parts.join('@')),
      fc
        .tuple(fc.stringMatching(/^[a-z.+_-]{1,20}$/), fc.string({ unit: 'grapheme' }))
        .map(([local, domain]) => `${local}@${domain}.jp`),
      fc.emailAddress(),
    )
    fc.assert(
      fc.property(typed, (text) => {
        fc.pre(isMailAddress(text))
        const wire = toWireAddress(text)
        expect(wire).toMatch(/^[\x21-\x7e]{3,254}$/)
        expect(toWireAddress(wire)).toBe(wire)
      }),
      { numRuns: 1_000 },
    )
  })

  it('is decided at once for hostile lengths', () => {
    const start = performance.now()
    for (const text of [`${'a.'.repeat(1e6)}@`, `@${'a-'.repeat(1e6)}`, `${'"'.repeat(1e6)}@a.jp`])
      expect(isMailAddress(text)).toBe(false)
    expect(performance.now() - start).toBeLessThan(500)
  })
})
