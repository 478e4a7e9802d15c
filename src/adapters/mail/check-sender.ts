/** Looks whether the world will believe mails of the sender's domain: SPF, DKIM and DMARC in the DNS. */
import type { Text } from '../../domain/result.ts'

/** The TXT records of a name, joined; empty when there are none. Throws when the DNS gives no answer. */
export type ResolveTxt = (name: string) => Promise<readonly string[]>

/** How mails leave: who signs them, and under which name the key stands. */
export type SenderFacts = {
  /** Of the address that mails come from. */
  readonly domain: string
  readonly dkim:
    | { readonly domain: string; readonly selector: string; readonly publicKey: string | undefined }
    | undefined
  /** Where mails that come back go, and what must stand there. */
  readonly spf: { readonly name: string; readonly needs: string | undefined }
}

export type SenderCheck = {
  readonly name: 'SPF' | 'DKIM' | 'DMARC'
  /** `weak`: mails are believed, but could be better protected. `unknown`: the DNS did not answer. */
  readonly status: 'ok' | 'weak' | 'wrong' | 'unknown'
  readonly says: Text
  /** The record as it should be. */
  readonly add?: { readonly name: string; readonly value: string }
}

/** One answer for each of the three. */
export const checkSender = async (
  facts: SenderFacts,
  resolveTxt: ResolveTxt,
): Promise<readonly SenderCheck[]> => {
  const guarded = (name: SenderCheck['name'], check: Promise<Omit<SenderCheck, 'name'>>) =>
    check.then(
      (found): SenderCheck => ({ name, ...found }),
      (error: unknown): SenderCheck => ({
        name,
        status: 'unknown',
        says: { ja: `DNS に聞けませんでした：${error}`, en: `the DNS did not answer: ${error}` },
      }),
    )
  return Promise.all([
    guarded('SPF', checkSpf(facts.spf, resolveTxt)),
    guarded('DKIM', checkDkim(facts, resolveTxt)),
    guarded('DMARC', checkDmarc(facts.domain, resolveTxt)),
  ])
}

type Finding = Omit<SenderCheck, 'name'>
const finding = (status: Finding['status'], ja: string, en: string, add?: Finding['add']): Finding => ({
  status,
  says: { ja, en },
  ...(add === undefined ? {} : { add }),
})

/** Receivers give up on a policy that asks more often than this (RFC 7208, 4.6.4). */
const MAX_SPF_LOOKUPS = 10

const checkSpf = async ({ name, needs }: SenderFacts['spf'], resolveTxt: ResolveTxt): Promise<Finding> => {
  const policies = (await resolveTxt(name)).filter((text) => /^v=spf1( |$)/i.test(text))
  const [policy] = policies
  const mechanism = needs ?? 'include:<the relay>'
  const wanted = { name, value: `v=spf1 ${mechanism} ~all` }
  if (policy === undefined)
    return finding('wrong', `${name} に SPF がありません。`, `${name} has no SPF record.`, wanted)
  if (policies.length > 1) {
    return finding(
      'wrong',
      `${name} に SPF が${policies.length}つあります。1つにまとめてください。`,
      `${name} has ${policies.length} SPF records; merge them into one.`,
    )
  }
  if (needs !== undefined && !policy.toLowerCase().split(/\s+/).includes(needs)) {
    const value = policy.replace(/ ([~?+-]?all)$/i, ` ${needs} $1`)
    return finding('wrong', `SPF に ${needs} がありません。`, `the SPF record lacks ${needs}.`, {
      name,
      value,
    })
  }
  if (/ \+?all$/i.test(policy)) {
    const value = policy.replace(/ \+?all$/i, ' ~all')
    return finding('wrong', 'SPF が誰にでも送信を許しています。', 'the SPF record lets anybody send.', {
      name,
      value,
    })
  }
  const lookups = await countLookups(policy, resolveTxt)
  if (lookups > MAX_SPF_LOOKUPS) {
    return finding(
      'wrong',
      `SPF の参照が${lookups}回あります（${MAX_SPF_LOOKUPS}回まで）。include を減らしてください。`,
      `the SPF record needs ${lookups} lookups (at most ${MAX_SPF_LOOKUPS}); take out includes.`,
    )
  }
  return finding('ok', `SPF：${policy}`, `SPF: ${policy}`)
}

/** Mechanisms that make a receiver ask the DNS, those of included policies counted too. */
const countLookups = async (policy: string, resolveTxt: ResolveTxt, depth = 0): Promise<number> => {
  if (depth > MAX_SPF_LOOKUPS) return 0
  const terms = policy.split(/\s+/).slice(1)
  const asking = terms.filter((term) => /^[~?+-]?(include:|a\b|mx\b|ptr\b|exists:)|^redirect=/i.test(term))
  const others = asking.flatMap((term) => /^(?:[~?+-]?include:|redirect=)(\S+)$/i.exec(term)?.[1] ?? [])
  const counts = await Promise.all(
    others.map(async (name) => {
      const next = (await resolveTxt(name)).find((text) => /^v=spf1( |$)/i.test(text))
      return next === undefined ? 0 : countLookups(next, resolveTxt, depth + 1)
    }),
  )
  return counts.reduce((sum, count) => sum + count, asking.length)
}

const checkDkim = async ({ domain, dkim }: SenderFacts, resolveTxt: ResolveTxt): Promise<Finding> => {
  if (dkim === undefined) {
    return finding(
      'weak',
      'pitpost は署名していません。中継サーバーが署名するか確かめるか、SMTP_DKIM_… を設定してください。',
      'pitpost does not sign; see that the relay does, or set SMTP_DKIM_….',
    )
  }
  const name = `${dkim.selector}._domainkey.${dkim.domain}`
  const isAligned = domain === dkim.domain || domain.endsWith(`.${dkim.domain}`)
  if (!isAligned) {
    return finding(
      'wrong',
      `署名のドメイン ${dkim.domain} が差出人の ${domain} と合いません。`,
      `the signing domain ${dkim.domain} does not match the sender's ${domain}.`,
    )
  }
  const wanted =
    dkim.publicKey === undefined ? undefined : { name, value: `v=DKIM1; k=rsa; p=${dkim.publicKey}` }
  const record = (await resolveTxt(name)).find((text) => /(^|;)\s*p=/.test(text))
  if (record === undefined) {
    const from = wanted === undefined ? 'Resend の画面にある値を入れてください。' : ''
    const source = wanted === undefined ? ' Add the value that Resend shows for the domain.' : ''
    return finding(
      'wrong',
      `${name} に公開鍵がありません。${from}`,
      `${name} holds no public key.${source}`,
      wanted,
    )
  }
  const key = (/(?:^|;)\s*p=([^;]*)/.exec(record)?.[1] ?? '').replace(/\s+/g, '')
  if (key === '')
    return finding('wrong', `${name} の鍵は取り消されています。`, `the key at ${name} is revoked.`, wanted)
  if (dkim.publicKey !== undefined && key !== dkim.publicKey) {
    return finding(
      'wrong',
      `${name} の公開鍵は SMTP_DKIM_KEY のものではありません。`,
      `the key at ${name} is not that of SMTP_DKIM_KEY.`,
      wanted,
    )
  }
  return finding('ok', `DKIM：${name}`, `DKIM: ${name}`)
}

/** The domain's own policy, else that of the nearest domain above it. */
const checkDmarc = async (domain: string, resolveTxt: ResolveTxt): Promise<Finding> => {
  const labels = domain.split('.')
  const parents = labels.slice(0, -1).map((_, start) => labels.slice(start).join('.'))
  for (const parent of parents) {
    const name = `_dmarc.${parent}`
    const policies = (await resolveTxt(name)).filter((text) => /^v=DMARC1\b/i.test(text))
    const [policy] = policies
    if (policies.length > 1) {
      return finding(
        'wrong',
        `${name} に DMARC が${policies.length}つあります。1つにしてください。`,
        `${name} has ${policies.length} DMARC records; keep one.`,
      )
    }
    if (policy === undefined) continue
    const tag = (wanted: string) => new RegExp(`;\\s*${wanted}=(\\w+)`, 'i').exec(policy)?.[1]?.toLowerCase()
    const applied = (parent === domain ? undefined : tag('sp')) ?? tag('p')
    if (applied === undefined) {
      return finding('wrong', `${name} に p= がありません。`, `${name} has no p=.`, {
        name,
        value: 'v=DMARC1; p=quarantine',
      })
    }
    if (applied === 'none') {
      return finding(
        'weak',
        `DMARC は報告だけです（${policy}）。届くことを確かめたら p=quarantine に。`,
        `DMARC only reports (${policy}); make it p=quarantine once mails arrive.`,
      )
    }
    return finding('ok', `DMARC：${policy}`, `DMARC: ${policy}`)
  }
  const name = `_dmarc.${domain}`
  const value = `v=DMARC1; p=none; rua=mailto:postmaster@${domain}`
  return finding('wrong', `${name} に DMARC がありません。`, `${name} has no DMARC record.`, { name, value })
}
