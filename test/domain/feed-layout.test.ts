/** Collection data files: three layouts, read whole or refused whole. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type CollectionFeed,
  type CollectionKind,
  type CollectionRecord,
  collectionKindCodes,
} from '../../src/domain/collection-record.ts'
import { detectFeedLayout, MAX_FEED_BYTES } from '../../src/domain/feed-layout.ts'
import { dskHeader, parseDskFeed, writeDskRows } from '../../src/domain/feed-layout-dsk.ts'
import { parseFixedFeed } from '../../src/domain/feed-layout-fixed.ts'
import { writeFixedFeed } from '../../src/domain/feed-layout-fixed-write.ts'
import {
  dataFields,
  endFields,
  type FixedLayout,
  headerFields,
  trailerFields,
} from '../../src/domain/feed-layout-widths.ts'
import { buildBarcode, type PaymentBarcode } from '../../src/domain/gs1-barcode.ts'
import { atTime } from '../../src/domain/jst-day.ts'
import { toYen } from '../../src/domain/yen.ts'

const day = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text)

const barcodeOf = (amount: number, freeUse: string): PaymentBarcode => {
  const built = buildBarcode({
    agency: '912345',
    freeUse,
    reissueCount: 0,
    dueDay: day('2026-12-31'),
    stampFlag: amount >= 55_000,
    amountYen: toYen(amount),
  })
  if (!built.ok) throw new Error(built.failure.rule)
  return built.value
}

const record = (changes: Partial<CollectionRecord> = {}): CollectionRecord => ({
  row: 2,
  kind: 'preliminary',
  collectedAt: atTime(day('2026-11-23'), 23, 59),
  barcode: barcodeOf(13_200, '000010002912345678901'),
  amountYen: toYen(13_200),
  chain: '020',
  store: '012345',
  transferDay: undefined,
  createdDay: day('2026-11-24'),
  fetchedDay: undefined,
  bookingDay: undefined,
  userFields: ['', ''],
  ageBand: '',
  ...changes,
})

const days = fc.integer({ min: 0, max: 3000 }).map((count) => day('2024-01-01').add({ days: count }))
const someDays = fc.option(days, { nil: undefined })
const common = fc.record({
  kind: fc.constantFrom<CollectionKind>(
    'preliminary',
    'confirmed',
    'cancelled',
    'postal',
    'postal-correction',
    'real-time',
  ),
  collectedAt: fc
    .tuple(days, fc.nat(23), fc.nat(59))
    .map(([date, hour, minute]) => atTime(date, hour, minute)),
  amountYen: fc.integer({ min: 1, max: 300_000 }).map(toYen),
  freeUse: fc.stringMatching(/^\d{21}$/),
  chain: fc.stringMatching(/^\d{3}$/),
  transferDay: someDays,
})
const toRecords = <T extends { readonly amountYen: number; readonly freeUse: string }>(items: readonly T[]) =>
  items.map(({ freeUse, ...rest }, index) => ({
    ...rest,
    row: index + 2,
    barcode: barcodeOf(rest.amountYen, freeUse),
  }))

/** Days and instants as text, for comparing. */
const plain = (feed: CollectionFeed): unknown => JSON.parse(JSON.stringify(feed))

describe('the widths are those of domain.md section 6', () => {
  test.each([
    ['A header', headerFields['fixed-a']],
    ['A data', dataFields['fixed-a']],
    ['B header', headerFields['fixed-b']],
    ['B data', dataFields['fixed-b']],
    ['trailer', trailerFields],
    ['end', endFields],
  ])('%s has 120 bytes', (_name, fields) => {
    expect(fields.reduce((sum, [, width]) => sum + width, 0)).toBe(120)
  })
})

describe('the three layouts round-trip', () => {
  test('DSK', () => {
    const items = fc.record({
      store: fc.stringMatching(/^\d{6}$/),
      createdDay: days,
      userFields: fc.tuple(fc.stringMatching(/^\w{0,9}$/), fc.constant('メモ')),
    })
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(common, items).map(([a, b]) => ({ ...a, ...b })),
          { maxLength: 20 },
        ),
        (made) => {
          const records = toRecords(made).map((item) => record(item))
          const [header = [], ...rows] = writeDskRows(records, day('2026-11-24'))
          const parsed = parseDskFeed(
            header,
            rows.map((cells, index) => ({ line: index + 2, cells })),
          )
          expect(parsed.ok && plain(parsed.value)).toEqual(
            plain({ layout: 'dsk', createdDay: records[0]?.createdDay, client: undefined, records }),
          )
        },
      ),
    )
  })

  test.each<FixedLayout>(['fixed-a', 'fixed-b'])('%s', (layout) => {
    const isB = layout === 'fixed-b'
    const items = fc.record({
      store: fc.stringMatching(/^\d{7}$/),
      createdDay: isB ? someDays : fc.constant(undefined),
      fetchedDay: someDays,
      bookingDay: someDays,
      ageBand: isB ? fc.constant('') : fc.stringMatching(/^\d\d$/),
    })
    const client = isB ? { agency: '12345', code: '00001', name: 'ｻｸﾗｶﾞｸｼｭｳｼﾞｭｸ (ｶ' } : undefined
    fc.assert(
      fc.property(
        someDays,
        fc.array(
          fc.tuple(common, items).map(([a, b]) => ({ ...a, ...b })),
          { maxLength: 20 },
        ),
        (createdDay, made) => {
          const feed: CollectionFeed = {
            layout,
            createdDay,
            client,
            records: toRecords(made).map((item) => record(item)),
          }
          const bytes = writeFixedFeed(feed, layout)
          const parsed = parseFixedFeed(bytes, layout)
          expect(parsed.ok && plain(parsed.value)).toEqual(plain(feed))
          expect(detectFeedLayout(bytes)).toEqual({ ok: true, value: layout })
          // Without line breaks it is the same file.
          const packed = bytes.filter((byte) => byte !== 0x0a && byte !== 0x0d)
          const again = parseFixedFeed(packed, layout)
          expect(again.ok && plain(again.value)).toEqual(plain(feed))
          expect(detectFeedLayout(packed)).toEqual({ ok: true, value: layout })
        },
      ),
    )
  })
})

const latin = (text: string): Uint8Array => Uint8Array.from(text, (character) => character.charCodeAt(0))

const BARCODE = '91912345012345678901234567890101033101230003'

describe('a record written by hand, field by field', () => {
  test('A', () => {
    const header = '1'.padEnd(120)
    const parts = [
      '2',
      '02',
      '20261123',
      '1405',
      '1',
      BARCODE,
      '   ',
      '0012345',
      '29',
      '00000000',
      '20261210',
      '20261211',
      '000030',
      ' '.repeat(18),
    ]
    expect(parts.join('')).toHaveLength(120)
    const parsed = parseFixedFeed(latin(`${header}\r\n${parts.join('')}\r\n`), 'fixed-a')
    expect(parsed.ok && plain(parsed.value)).toEqual({
      layout: 'fixed-a',
      records: [
        {
          row: 2,
          kind: 'confirmed',
          collectedAt: '2026-11-23T05:05:00Z',
          barcode: BARCODE,
          amountYen: 123_000,
          chain: '030',
          store: '0012345',
          transferDay: '2026-12-10',
          bookingDay: '2026-12-11',
          userFields: ['', ''],
          ageBand: '29',
        },
      ],
    })
  })

  test('B, with the client name in Shift_JIS and trailers', () => {
    const name = '\x8e\xf3\x91\xf5\x8e\xd2\xb6\xc5'.padEnd(40)
    const header = `120261124${'12345'}${'00001'}${name}`.padEnd(120)
    const data = [
      '2',
      '03',
      '20261123',
      '0005',
      BARCODE,
      '   ',
      '0012345',
      '20261124',
      '00000000',
      '        ',
      '00000000',
      '0080',
      ' '.repeat(15),
    ].join('')
    const parsed = parseFixedFeed(
      latin([header, data, '8000001'.padEnd(120), '9'.padEnd(120), ''].join('\n')),
      'fixed-b',
    )
    expect(parsed.ok).toBe(true)
    if (!parsed.ok) return
    expect(parsed.value.client).toEqual({ agency: '12345', code: '00001', name: '受託者ｶﾅ' })
    expect(plain(parsed.value)).toMatchObject({
      createdDay: '2026-11-24',
      records: [
        {
          row: 2,
          kind: 'cancelled',
          collectedAt: '2026-11-22T15:05:00Z',
          chain: '080',
          fetchedDay: '2026-11-24',
        },
      ],
    })
  })

  test('DSK, with the zeros that a spreadsheet took away', () => {
    const cells = [
      '1',
      '20261123',
      '905',
      `EAN${BARCODE}`,
      '',
      '',
      '0',
      '123000',
      '20',
      'ローソン',
      '1234',
      '0',
      '20261124',
    ]
    const parsed = parseDskFeed(dskHeader, [{ line: 2, cells }])
    expect(parsed.ok && plain(parsed.value)).toMatchObject({
      records: [
        {
          kind: 'preliminary',
          collectedAt: '2026-11-23T00:05:00Z',
          chain: '020',
          store: '001234',
          amountYen: 123_000,
        },
      ],
    })
  })

  test.each(Object.entries(collectionKindCodes))('%s is written %s in DSK', (kind, code) => {
    const [, row] = writeDskRows([record({ kind: kind as CollectionKind })], day('2026-11-24'))
    expect(row?.slice(0, 3)).toEqual([code, '20261123', '2359'])
    expect(row?.slice(6)).toEqual(['0', '13200', '020', 'ローソン', '012345', '0', '20261124'])
  })

  test('a postal correction carries the corrected amount, not the one of the barcode', () => {
    const [header = [], row = []] = writeDskRows(
      [record({ kind: 'postal-correction', amountYen: toYen(12_000) })],
      day('2026-11-24'),
    )
    const parsed = parseDskFeed(header, [{ line: 2, cells: row }])
    expect(parsed.ok && parsed.value.records[0]?.amountYen).toBe(12_000)
  })
})

describe('a file with one bad cell is refused whole, with row, field and remedy', () => {
  const good = [
    '01',
    '20261123',
    '0905',
    `EAN${BARCODE}`,
    '',
    '',
    '0',
    '123000',
    '020',
    'ローソン',
    '001234',
    '0',
    '20261124',
  ]
  test.each<[string, number, string, string]>([
    ['種別', 0, '04', 'feed-kind'],
    ['収納日', 1, '20261131', 'feed-day'],
    ['収納時刻', 2, '2460', 'feed-time'],
    ['バーコード情報', 3, 'EAN123', 'barcode-format'],
    ['バーコード情報', 3, `EAN${BARCODE.slice(0, -1)}4`, 'barcode-check'],
    ['バーコード情報', 3, '9.19E+43', 'barcode-format'],
    ['金額', 7, '1.2E+05', 'feed-amount'],
    ['金額', 7, '-100', 'feed-amount'],
    ['コンビニ本部コード', 8, 'LAW', 'feed-code'],
    ['店舗コード', 10, '12345678', 'feed-code'],
    ['振込日', 11, '2026', 'feed-day'],
    ['データ作成日', 12, '20269999', 'feed-day'],
  ])('%s', (field, column, value, rule) => {
    const cells = good.with(column, value)
    const parsed = parseDskFeed(dskHeader, [
      { line: 2, cells: good },
      { line: 7, cells },
    ])
    expect(parsed.ok).toBe(false)
    if (parsed.ok) return
    expect(parsed.failure).toHaveLength(1)
    expect(parsed.failure[0]).toMatchObject({ row: 7, field, rule })
    expect(parsed.failure[0]?.message.ja).toContain('7行目')
    expect(parsed.failure[0]?.message.en).toContain('row 7')
  })

  test('every problem of every row is told, up to a limit', () => {
    const bad = good.with(0, 'x').with(1, 'x')
    const rows = (count: number) =>
      Array.from({ length: count }, (_, index) => ({ line: index + 2, cells: bad }))
    const few = parseDskFeed(dskHeader, rows(3))
    const many = parseDskFeed(dskHeader, rows(3_000))
    expect(!few.ok && few.failure).toHaveLength(6)
    expect(!many.ok && many.failure).toHaveLength(200)
  })

  test.each<[string, readonly string[], readonly string[]]>([
    ['no header', good, good],
    ['a header of 12 columns', dskHeader.slice(1), good],
    ['a row of 12 columns', dskHeader, good.slice(1)],
  ])('%s', (_case, header, cells) => {
    expect(parseDskFeed(header, [{ line: 2, cells }]).ok).toBe(false)
  })

  const bytes = writeFixedFeed(
    { createdDay: undefined, client: undefined, records: [record({ store: '0012345' })] },
    'fixed-a',
  )
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  test.each<[string, string, number, string]>([
    ['a record one byte short', `${text.slice(0, 200)}${text.slice(201)}`, 2, 'feed-record-length'],
    ['no header', text.slice(122), 1, 'feed-record-type'],
    ['an unknown record type', `${text.slice(0, 122)}5${text.slice(123)}`, 2, 'feed-record-type'],
    ['data after the trailer', `${text}${'8'.padEnd(120)}\r\n${text.slice(122)}`, 4, 'feed-record-type'],
    ['an empty file', '', 1, 'feed-record-length'],
    ['an unknown kind', `${text.slice(0, 123)}99${text.slice(125)}`, 2, 'feed-kind'],
  ])('%s', (_case, content, row, rule) => {
    const parsed = parseFixedFeed(latin(content), 'fixed-a')
    expect(!parsed.ok && parsed.failure[0]).toMatchObject({ row, rule })
  })
})

describe('the layout is told from the bytes', () => {
  test('DSK, in UTF-8 and in CP932', () => {
    const csv = `${dskHeader.join(',')}\r\n01,20261123`
    expect(detectFeedLayout(new TextEncoder().encode(csv))).toEqual({ ok: true, value: 'dsk' })
    expect(detectFeedLayout(latin(`\x8e\xed\x95\xca${',x'.repeat(12)}\r\n`))).toEqual({
      ok: true,
      value: 'dsk',
    })
  })

  test('fixed files without data', () => {
    const empty = { createdDay: day('2026-11-24'), records: [] }
    const client = { agency: '12345', code: '00001', name: 'ｻｸﾗ' }
    expect(detectFeedLayout(writeFixedFeed({ ...empty, client: undefined }, 'fixed-a'))).toEqual({
      ok: true,
      value: 'fixed-a',
    })
    expect(detectFeedLayout(writeFixedFeed({ ...empty, client }, 'fixed-b'))).toEqual({
      ok: true,
      value: 'fixed-b',
    })
  })

  test('what is none of the three is refused', () => {
    const rule = (bytes: Uint8Array) => {
      const detected = detectFeedLayout(bytes)
      return detected.ok ? detected.value : detected.failure[0]?.rule
    }
    expect(rule(new Uint8Array())).toBe('feed-layout')
    expect(rule(latin('請求番号,顧客名\r\n'))).toBe('feed-layout')
    expect(rule(latin('%PDF-1.7'))).toBe('feed-layout')
    expect(rule(latin(`${'1'.padEnd(120)}\r\n${'2'.padEnd(119)}\r\n`))).toBe('feed-record-length')
    expect(rule(new Uint8Array(MAX_FEED_BYTES + 1))).toBe('feed-size')
  })

  test('no bytes make it throw', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 400 }),
        fc.constantFrom<FixedLayout>('fixed-a', 'fixed-b'),
        (bytes, layout) => {
          detectFeedLayout(bytes)
          parseFixedFeed(bytes, layout)
        },
      ),
    )
  })
})
