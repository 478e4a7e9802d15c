/** Days are Tokyo's, wherever the server stands. */
import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'

const script = fileURLToPath(new URL('./support/tell-rules.ts', import.meta.url))

const tell = (zone: string) =>
  JSON.parse(
    execFileSync(process.execPath, [script], { env: { ...process.env, TZ: zone }, encoding: 'utf8' }),
  ) as { zone: string; answers: unknown }

describe('the rules of days and amounts', () => {
  it.each(['Asia/Tokyo', 'America/Los_Angeles', 'Pacific/Kiritimati', 'UTC'])(
    'are the same on a server in %s: 300,000 yen, 60 days counting the day of registration, payable until 23:59:59 in Tokyo',
    (zone) => {
      const told = tell(zone)
      expect(told.zone).toBe(zone)
      expect(told.answers).toEqual([
        {
          today: '2026-11-30',
          written: '2026-11-30 23:59',
          day60: '2027-01-28',
          day61: 'due-too-late',
          tooMuch: 'amount-range',
          monthEnd: '2026-11-30',
          payable: true,
          ends: '2026-11-30T15:00:00.000Z',
          barcode: '261130',
        },
        {
          today: '2026-12-01',
          written: '2026-12-01 00:00',
          day60: '2027-01-29',
          day61: 'due-too-late',
          tooMuch: 'amount-range',
          monthEnd: '2026-12-31',
          payable: false,
          ends: '2026-11-30T15:00:00.000Z',
          barcode: '261130',
        },
      ])
    },
  )
})
