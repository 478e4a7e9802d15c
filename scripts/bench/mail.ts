/** How long it takes to find the words of mails: rendered, not sent. */
import { readFileSync } from 'node:fs'
import { writeLetter } from '../../src/adapters/mail/write-letter.ts'
import { createRenderer } from '../../src/adapters/view/render-template.ts'
import { type SampleRequest, sampleInvoice } from '../../src/application/sample-facts.ts'
import { sampleLetters } from '../../src/application/sample-letters.ts'
import { toJstDay } from '../../src/domain/jst-day.ts'
import { defaultMailSettings } from '../../src/domain/mail-settings.ts'
import type { Merchant } from '../../src/domain/merchant.ts'
import { toSheetContent } from '../../src/domain/sheet.ts'
import { toYen } from '../../src/domain/yen.ts'
import type { Letter } from '../../src/ports.ts'

export const measures = '4,000 notices, HTML and text (target 2,000 ms); the mean of each other letter'

const NOTICES = 4_000
const EACH = 500

const today = toJstDay(Temporal.Now.instant())
const merchant: Merchant = {
  ...{ id: 'mer_bench', name: 'さくら学習塾', email: 'office@example.jp', phone: '03-0000-0000' },
  ...{ fax: undefined, registrationNumber: undefined, slackChannel: undefined },
  ...{ plan: 'plan-130', cycle: 'month-end', fileOption: true, since: today },
  ...{ agencyCode: undefined, clientCode: undefined, address: undefined, logo: undefined },
}
const request: SampleRequest = {
  ...{ merchant, settings: defaultMailSettings, today },
  language: 'ja',
  baseUrl: 'https://pay.example.jp',
}

export const run = async (): Promise<void> => {
  const templates = JSON.parse(
    readFileSync(new URL('../../.build/templates.json', import.meta.url), 'utf8'),
  ) as Readonly<Record<string, string>>
  const render = createRenderer(templates)
  const write = (letter: Letter): number => {
    const { html, text } = writeLetter(render, 'notice@pitpost.example', letter)
    return html.length + text.length
  }
  const samples = sampleLetters(request)
  const notice = samples[0]?.letter
  if (notice?.kind !== 'notice') throw new Error('the first sample is the notice')
  const notices = Array.from({ length: NOTICES }, (_, n): Letter => {
    const invoice = sampleInvoice(request, n)
    const lines = [1, 2, 3].map((line) => ({
      ...{ description: `教材 ${n}-${line}`, quantity: 1, unitPriceYen: undefined },
      ...{ amountYen: toYen(4_400), taxRate: 10 as const },
    }))
    const url = `https://pay.example.jp/s/${n}`
    return { ...notice, sheet: toSheetContent({ ...invoice, lines }, merchant, url) }
  })
  const start = performance.now()
  const cpu = process.cpuUsage()
  let characters = 0
  for (const letter of notices) characters += write(letter)
  const ms = performance.now() - start
  const { user, system } = process.cpuUsage(cpu)
  console.log(
    `  ${NOTICES} notices, cold   ${ms.toFixed(0)} ms (${((user + system) / 1_000).toFixed(0)} ms of CPU), ${(characters / 1e6).toFixed(0)} million characters`,
  )
  for (const { name, state, letter } of samples) {
    const begin = performance.now()
    for (let n = 0; n < EACH; n += 1) write(letter)
    console.log(`  ${`${name} ${state}`.padEnd(34)} ${((performance.now() - begin) / EACH).toFixed(3)} ms`)
  }
}
