import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Colour, contrastOf, lightenFor, MIN_CONTRAST, readColour } from '../../src/domain/colour.ts'
import { defaultMailSettings } from '../../src/domain/mail-settings.ts'
import { isMobileAddress } from '../../src/domain/mobile-address.ts'
import {
  parseMailSettings,
  type RawMailSettings,
  toRawMailSettings,
} from '../../src/domain/parse-mail-settings.ts'

const rulesOf = (raw: RawMailSettings): readonly string[] => {
  const parsed = parseMailSettings(raw)
  return parsed.ok ? [] : parsed.failure.map(({ field, rule }) => `${field}: ${rule}`)
}

describe('mail settings', () => {
  it('are the defaults when nothing was said, and read back as they were written', () => {
    expect(parseMailSettings({})).toEqual({ ok: true, value: defaultMailSettings })
    const raw: RawMailSettings = {
      accent: '#7A1F3D',
      reminder_days: [3, 7, 3],
      open_items_day: 'none',
      reply_to: '請求@例え.jp'.replace('請求', 'seikyu'),
      wording: { reminder: { en: { subject: ' {merchant}: {amount} ', lead: '' } }, notice: { ja: {} } },
    }
    const parsed = parseMailSettings(raw)
    expect(parsed).toMatchObject({
      ok: true,
      value: {
        look: { accent: '#7a1f3d' },
        reminderDays: [7, 3],
        openItemsWeekday: undefined,
        wordings: { reminder: { en: { subject: '{merchant}: {amount}' } } },
      },
    })
    if (!parsed.ok) throw new Error('refused')
    expect(parseMailSettings(toRawMailSettings(parsed.value))).toEqual(parsed)
    expect(parseMailSettings(JSON.parse(JSON.stringify(toRawMailSettings(parsed.value))))).toEqual(parsed)
  })

  it('name everything that is wrong at once', () => {
    expect(
      rulesOf({
        accent: '#ffff00',
        ground: '#000000',
        logo_url: 'http://example.com/a.png',
        reply_to: 'x@y.jp\r\nBcc: z@y.jp',
        sender_name: 'a\nb',
        sheet: 'both',
        reminder_days: [0],
        hour: 3,
        collection_pace: 'weekly',
        open_items_day: 'today',
        wording: {
          notice: { ja: { subject: '件名\n', lead: 'x'.repeat(301), closing: '{password}' } },
          'collection-notice': { ja: { lead: 'x' } },
          receipt: { fr: { lead: 'x' } },
        },
      }).toSorted(),
    ).toEqual(
      [
        'accent: contrast',
        'ground: contrast',
        'logo_url: https-url',
        'reply_to: email-format',
        'sender_name: no-control-characters',
        'sheet: choice',
        'reminder_days: reminder-days',
        'hour: hour-range',
        'collection_pace: choice',
        'open_items_day: choice',
        'wording.notice.ja.lead: max-length',
        'wording.notice.ja.closing: placeholder',
        'wording.collection-notice.ja: wording-letter',
        'wording.receipt.fr: wording-letter',
      ].toSorted(),
    )
    expect(rulesOf({ accent: 'green', logo_url: 'javascript:alert(1)' })).toEqual([
      'accent: colour',
      'logo_url: https-url',
    ])
    expect(rulesOf({ logo_url: 'https://user:pw@example.com/a.png' })).toEqual(['logo_url: https-url'])
  })
})

describe('a colour', () => {
  it('has the contrast that WCAG gives it', () => {
    expect(contrastOf('#000000', '#ffffff')).toBeCloseTo(21)
    expect(contrastOf('#777777', '#ffffff')).toBeCloseTo(4.48, 2)
    expect(contrastOf('#ffffff', '#ffffff')).toBe(1)
  })

  it('can be read on dark paper once it is light enough, whatever it was', () => {
    const colour = fc
      .integer({ min: 0, max: 0xffffff })
      .map((n): Colour => `#${n.toString(16).padStart(6, '0')}`)
    fc.assert(
      fc.property(colour, (any) => {
        const light = lightenFor(any, '#1a211d')
        expect(readColour(light)).toBe(light)
        expect(contrastOf(light, '#1a211d')).toBeGreaterThanOrEqual(MIN_CONTRAST)
      }),
    )
  })
})

it('knows the addresses of mobile carriers, and no others', () => {
  for (const mobile of [
    'docomo.ne.jp',
    'ezweb.ne.jp',
    'au.com',
    'softbank.ne.jp',
    'i.softbank.jp',
    'ymobile.ne.jp',
    't.vodafone.ne.jp',
    'XX.PDX.NE.JP',
  ])
    expect(isMobileAddress(`hanako@${mobile}`)).toBe(true)
  for (const other of ['gmail.com', 'notdocomo.ne.jp', 'softbank.co.jp', 'docomo.ne.jp.example.com'])
    expect(isMobileAddress(`hanako@${other}`)).toBe(false)
})
