import { generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { checkSender, type SenderCheck, type SenderFacts } from '../../../src/adapters/mail/check-sender.ts'
import { createDoctorMailCommand } from '../../../src/cli/doctor-mail-command.ts'
import type { House } from '../../../src/cli/open-house.ts'
import { parseConfig } from '../../../src/config.ts'

type Zone = Readonly<Record<string, readonly string[]>>
const dnsOf =
  (zone: Zone) =>
  async (name: string): Promise<readonly string[]> => {
    if (name.includes('silent')) throw new Error('ETIMEOUT')
    return zone[name] ?? []
  }

const resend: SenderFacts = {
  domain: 'pay.example.jp',
  dkim: { domain: 'pay.example.jp', selector: 'resend', publicKey: undefined },
  spf: { name: 'send.pay.example.jp', needs: 'include:amazonses.com' },
}
const relay: SenderFacts = {
  domain: 'pay.example.jp',
  dkim: { domain: 'example.jp', selector: 'mail', publicKey: 'AAAB' },
  spf: { name: 'pay.example.jp', needs: undefined },
}
const good: Zone = {
  'send.pay.example.jp': ['v=spf1 include:amazonses.com ~all'],
  'resend._domainkey.pay.example.jp': ['p=MIGf'],
  '_dmarc.example.jp': ['v=DMARC1; p=none; sp=quarantine'],
  'pay.example.jp': ['some-verification=1', 'v=spf1 ip4:192.0.2.1 -all'],
  'mail._domainkey.example.jp': ['v=DKIM1; k=rsa; p=AA AB'],
}

const check = async (facts: SenderFacts, zone: Zone): Promise<Readonly<Record<string, SenderCheck>>> =>
  Object.fromEntries((await checkSender(facts, dnsOf(zone))).map((each) => [each.name, each]))

describe("the sender's domain", () => {
  it.each([
    ['Resend', resend],
    ['a relay that pitpost signs for', relay],
  ])('is well with %s', async (_, facts) => {
    const checks = Object.values(await check(facts, good))
    expect(checks.map(({ status }) => status)).toEqual(['ok', 'ok', 'ok'])
  })

  it('hears what to add when nothing is there', async () => {
    const { SPF, DKIM, DMARC } = await check(relay, {})
    expect(SPF).toMatchObject({ status: 'wrong', add: { name: 'pay.example.jp' } })
    expect(DKIM?.add).toEqual({ name: 'mail._domainkey.example.jp', value: 'v=DKIM1; k=rsa; p=AAAB' })
    expect(DMARC?.add?.value).toBe('v=DMARC1; p=none; rua=mailto:postmaster@pay.example.jp')
    expect((await check(resend, {}))['SPF']?.add).toEqual({
      name: 'send.pay.example.jp',
      value: 'v=spf1 include:amazonses.com ~all',
    })
  })

  const many = Object.fromEntries(
    Array.from({ length: 12 }, (_, n) => [`s${n}.example`, [`v=spf1 include:s${n + 1}.example -all`]]),
  )
  it.each<readonly [string, SenderFacts, Zone, string, SenderCheck['status'], RegExp]>([
    ['without Resend in SPF', resend, { 'send.pay.example.jp': ['v=spf1 mx -all'] }, 'SPF', 'wrong', /lacks/],
    ['with two SPF', relay, { 'pay.example.jp': ['v=spf1 -all', 'v=spf1 mx ~all'] }, 'SPF', 'wrong', /merge/],
    ['open to all', relay, { 'pay.example.jp': ['v=spf1 +all'] }, 'SPF', 'wrong', /anybody/],
    [
      'asking too often',
      relay,
      { ...many, 'pay.example.jp': ['v=spf1 include:s0.example -all'] },
      'SPF',
      'wrong',
      /12 lookups|11 lookups|13 lookups/,
    ],
    [
      'with a revoked key',
      relay,
      { 'mail._domainkey.example.jp': ['v=DKIM1; p='] },
      'DKIM',
      'wrong',
      /revoked/,
    ],
    [
      'with another key',
      relay,
      { 'mail._domainkey.example.jp': ['v=DKIM1; p=ZZZ'] },
      'DKIM',
      'wrong',
      /not that/,
    ],
    [
      'signed for somebody else',
      { ...relay, domain: 'other.example' },
      good,
      'DKIM',
      'wrong',
      /does not match/,
    ],
    ['unsigned', { ...relay, dkim: undefined }, good, 'DKIM', 'weak', /does not sign/],
    [
      'whose DMARC only reports',
      relay,
      { '_dmarc.pay.example.jp': ['v=DMARC1; p=none'] },
      'DMARC',
      'weak',
      /only reports/,
    ],
    [
      'with two DMARC',
      relay,
      { '_dmarc.pay.example.jp': ['v=DMARC1; p=none', 'v=DMARC1; p=reject'] },
      'DMARC',
      'wrong',
      /keep one/,
    ],
    [
      'whose DNS is silent',
      { ...relay, spf: { name: 'silent.example', needs: undefined } },
      good,
      'SPF',
      'unknown',
      /did not answer/,
    ],
  ])('%s', async (_, facts, zone, name, status, says) => {
    const found = (await check(facts, zone))[name]
    expect(found?.status).toBe(status)
    expect(found?.says.en).toMatch(says)
  })
})

describe('pitpost doctor mail', () => {
  it('prints every check with the record to add, for the key of the configuration', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const parsed = parseConfig({
      SANDBOX: 'force',
      SMTP_URL: 'smtp://mail.example.jp',
      MAIL_FROM: 'notice@pay.example.jp',
      SMTP_DKIM_DOMAIN: 'example.jp',
      SMTP_DKIM_SELECTOR: 'mail',
      SMTP_DKIM_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    })
    if (!parsed.ok) throw new Error(parsed.problems.join())
    // The command asks the house for its configuration only.
    const house = { config: parsed.config } as House
    const lines: string[] = []
    const terminal = {
      env: {},
      cwd: '.',
      print: (text: string) => lines.push(text),
      complain: (text: string) => lines.push(text),
    }
    const run = (zone: Zone) => createDoctorMailCommand(dnsOf(zone)).run([], terminal, async () => house)
    const pem = publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
    const { 'mail._domainkey.example.jp': _, ...rest } = good
    expect(await run(rest)).toBe(1)
    expect(lines.join('\n')).toContain(`mail._domainkey.example.jp  TXT  "v=DKIM1; k=rsa; p=${pem}"`)
    expect(await run({ ...rest, 'mail._domainkey.example.jp': [`v=DKIM1; k=rsa; p=${pem}`] })).toBe(0)
  })
})
