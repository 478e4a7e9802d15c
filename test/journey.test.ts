import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { describeJourney, eventually } from './contract/journey-contract.ts'
import { startTestSandbox, type TestSandbox } from './support/start-sandbox.ts'

let sandbox: TestSandbox

beforeAll(async () => {
  sandbox = await startTestSandbox()
})

afterAll(async () => {
  await sandbox?.close()
})

describeJourney('Node with SQLite', () => ({ ...sandbox, prints: true }))

describe('time in the sandbox', () => {
  it('closes a settlement after the closing day, fixes it on the notice day and pays it out, each told in the chat', async () => {
    const move = async (now: string): Promise<void> => {
      const answer = await sandbox.fetch('/sandbox/clock', {
        method: 'POST',
        body: JSON.stringify({ now }),
        headers: { 'content-type': 'application/json' },
      })
      expect(answer.status).toBe(200)
    }
    const cookie = await sandbox.signIn()
    const today = (await sandbox.now()).toZonedDateTimeISO('Asia/Tokyo').toPlainDate()
    const monthEnd = today.with({ day: today.daysInMonth })
    // Two mornings, so that the stores confirm what was paid today even on the last day of a month.
    const closing =
      monthEnd.since(today).days < 3 ? monthEnd.add({ days: 1, months: 1 }).subtract({ days: 1 }) : monthEnd
    await move(closing.add({ days: 1 }).toString())
    await eventually(sandbox.chatTexts, (texts) => texts.some((text) => text.startsWith('締めました')))
    await move(closing.add({ days: 14 }).toString())
    const texts = await eventually(sandbox.chatTexts, (seen) =>
      seen.some((text) => text.startsWith('精算のお知らせ')),
    )
    // 13,200 and 5,500 collected, the refunded one not; 130 a paid invoice and 1,500 for the payout, and 10 % tax.
    expect(texts.find((text) => text.startsWith('精算のお知らせ'))).toContain('¥16,764')
    // The mornings told of the money, and the month is looked back on, once each.
    const sums = (start: string) => texts.filter((text) => text.startsWith(start) && /¥18,700|2件/.test(text))
    expect(sums('おはようございます')).toHaveLength(1)
    expect(texts.filter((text) => /月のまとめ/.test(text))).toHaveLength(1)
    const papers = await sandbox.threadFiles('精算のお知らせ')
    expect(papers.toSorted()).toEqual([`settlement-${closing}.csv`, `settlement-${closing}.pdf`])
    await move(closing.add({ days: 30 }).toString())
    const [merchant] = await sandbox.pitpost.store.merchants()
    const settlements = await sandbox.pitpost.store.settlements(merchant?.id ?? '')
    expect(settlements.at(-1)?.status).toBe('paid')
    expect(settlements.at(-1)?.settlement.totals).toMatchObject({
      grossYen: 18_700,
      payoutYen: 16_764,
      paidCount: 2,
    })
    // Weeks have passed for the bills, but nobody was signed out.
    expect((await sandbox.fetch('/settlements', { headers: { cookie } })).status).toBe(200)
    const back = await sandbox.fetch('/sandbox/clock', {
      method: 'POST',
      body: JSON.stringify({ now: today.toString() }),
      headers: { 'content-type': 'application/json' },
    })
    expect(back.status).toBe(422)
  })
})
