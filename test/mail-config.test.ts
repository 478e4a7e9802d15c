import { describe, expect, it } from 'vitest'
import { parseConfig } from '../src/config.ts'

const production = {
  SANDBOX: '0',
  BASE_URL: 'https://pay.example.jp',
  NETWORK_SECRETS: 'c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0',
  MAIL_FROM: 'notice@pay.example.jp',
  SLACK_BOT_TOKEN: 'xoxb-1',
  SLACK_SIGNING_SECRET: 's',
  SLACK_CHANNEL: 'bills',
  MERCHANT_NAME: 'さくら学習塾',
}

const problemsOf = (variables: Readonly<Record<string, string>>): readonly string[] => {
  const parsed = parseConfig({ ...production, ...variables })
  return parsed.ok ? [] : parsed.problems
}

describe('the way that mails leave', () => {
  it('is Resend or a relay', () => {
    const resend = parseConfig({ ...production, RESEND_API_KEY: 're_1', RESEND_PER_SECOND: '10' })
    expect(resend).toMatchObject({
      ok: true,
      config: { mail: { via: 'resend', apiKey: 're_1', perSecond: 10 } },
    })
    const smtp = parseConfig({ ...production, SMTP_URL: 'smtp://u:p@mail.example.jp:587' })
    expect(smtp).toMatchObject({
      ok: true,
      config: { sandbox: false, mail: { via: 'smtp', dkim: undefined } },
    })
  })

  it('is one of them: both, none and half a signature are named, all at once', () => {
    const key = '-----BEGIN PRIVATE KEY-----\\nabc\\n-----END PRIVATE KEY-----'
    expect(problemsOf({}).join()).toMatch(/^RESEND_API_KEY: it or SMTP_URL is needed/)
    const both = problemsOf({
      RESEND_API_KEY: 're_1',
      SMTP_URL: 'smtp://mail.example.jp',
      SMTP_DKIM_KEY: key,
      MAIL_FROM: '',
    })
    expect(both.map((problem) => problem.split(':')[0])).toEqual([
      'SMTP_URL',
      'SMTP_DKIM_DOMAIN',
      'SMTP_DKIM_SELECTOR',
      'MAIL_FROM',
    ])
    expect(problemsOf({ SMTP_URL: 'http://mail.example.jp', SMTP_DKIM_KEY: 'abc' })).toHaveLength(2)
  })

  it('reads a key whose line ends are written out', () => {
    const signed = parseConfig({
      ...production,
      SMTP_URL: 'smtps://mail.example.jp',
      SMTP_DKIM_DOMAIN: 'pay.example.jp',
      SMTP_DKIM_SELECTOR: 'mail',
      SMTP_DKIM_KEY: '-----BEGIN PRIVATE KEY-----\\nabc\\n-----END PRIVATE KEY-----\\n',
    })
    const privateKey = '-----BEGIN PRIVATE KEY-----\nabc\n-----END PRIVATE KEY-----'
    expect(signed).toMatchObject({ ok: true, config: { mail: { dkim: { privateKey } } } })
  })

  it('refuses a sandbox beside a relay, unless it is forced', () => {
    expect(problemsOf({ SANDBOX: '1', SMTP_URL: 'smtp://m.example' }).join()).toContain('SMTP_URL')
    expect(problemsOf({ SANDBOX: 'force', SMTP_URL: 'smtp://m.example' })).toEqual([])
  })
})
