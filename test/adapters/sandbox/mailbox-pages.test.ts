import { readdirSync, readFileSync } from 'node:fs'
import type { Hono } from 'hono'
import { simpleParser } from 'mailparser'
import { beforeEach, describe, expect, it } from 'vitest'
import { createMailboxPages } from '../../../src/adapters/sandbox/mailbox-pages.ts'
import { writeEml } from '../../../src/adapters/sandbox/write-eml.ts'
import { createRenderer } from '../../../src/adapters/view/render-template.ts'
import type { Mail, Mailbox } from '../../../src/ports.ts'
import { someInstant } from '../../support/make-invoice.ts'
import { createMailboxMemory } from './mailbox-memory.ts'

const FOLDER = 'templates/sandbox/'
const templates = Object.fromEntries(
  readdirSync(FOLDER).map((file) => [
    `sandbox/${file.replace('.liquid', '')}`,
    readFileSync(`${FOLDER}${file}`, 'utf8'),
  ]),
)
const hostile = '<script>alert(1)</script>"\''

const mail: Mail = {
  from: `"さくら${hostile.replaceAll('"', '')}" <notice@pitpost.example>`,
  to: ['"hanako..s."@docomo.example.jp'],
  subject: `ご案内 ${hostile}`,
  html: '<!doctype html><html><head><title>x</title></head><body><script>alert(1)</script><a href="https://example.com">開く</a></body></html>',
  text: `本文 ${hostile}`,
  headers: { 'Auto-Submitted': 'auto-generated' },
  attachments: [
    {
      filename: "スマートピットシート_'1'.pdf",
      contentType: 'application/pdf',
      bytes: new TextEncoder().encode('%PDF-1.7'),
    },
    {
      filename: 'a.html',
      contentType: 'text/html',
      bytes: new TextEncoder().encode('<script>alert(1)</script>'),
    },
  ],
}

let mailbox: Mailbox
let pages: Hono
let id: string
beforeEach(async () => {
  mailbox = createMailboxMemory()
  pages = createMailboxPages({ mailbox, render: createRenderer(templates), toEml: writeEml })
  id = (await mailbox.keep(mail, undefined, someInstant)).id
})

const read = async (path: string): Promise<string> => {
  const answer = await pages.request(path)
  expect(answer.status).toBe(200)
  return answer.text()
}

describe("the sandbox's mailbox", () => {
  it('says what will appear here while it is empty', async () => {
    const empty = createMailboxPages({
      mailbox: createMailboxMemory(),
      render: createRenderer(templates),
      toEml: writeEml,
    })
    expect(await (await empty.request('/')).text()).toContain('請求を登録すると')
  })

  it('lists the newest first, page by page, and searches', async () => {
    for (let i = 1; i <= 60; i += 1)
      await mailbox.keep({ ...mail, subject: `No.${i}。`, attachments: [] }, undefined, someInstant)
    const first = await read('/')
    expect(first.indexOf('No.60。')).toBeLessThan(first.indexOf('No.59。'))
    expect(first).not.toContain('No.10。')
    const second = await read('/?page=1')
    expect(second).toContain('No.10。')
    expect(second).toContain('&lt;script&gt;')
    expect(await read('/?q=No.7%E3%80%82')).not.toContain('No.8。')
    expect(await read('/?q=%3Cb%3Enothing')).toContain('「&lt;b&gt;nothing」に合うメールはありません')
    for (const page of ['-1', '0.5', 'x', '1e99', 'Infinity']) await read(`/?page=${page}`)
  })

  it('lists everything for tests', async () => {
    await mailbox.keep({ ...mail, subject: '二つめ' }, undefined, someInstant)
    const list = JSON.parse(await read('/all.json')) as { count: number; mails: unknown[] }
    expect(list.count).toBe(2)
    expect(list.mails[0]).toEqual({
      id: 'mail_000002',
      to: mail.to,
      subject: '二つめ',
      attachments: 2,
      received_at: someInstant.toString(),
    })
  })

  it.each(['', '?view=text', '?view=raw', '?view=<script>'])(
    'shows a mail (%s) and runs nothing of it',
    async (view) => {
      const page = await read(`/${id}${view}`)
      expect(page).not.toContain('<script')
      expect(page).toContain('ご案内 &lt;script&gt;')
      expect(page).toContain('hanako..s.')
      if (view === '')
        expect(page).toMatch(/<iframe[^>]* sandbox="allow-popups allow-popups-to-escape-sandbox"/)
      if (view === '?view=text') expect(page).toContain('本文 &lt;script&gt;')
      if (view === '?view=raw') expect(page).toContain('Auto-Submitted: auto-generated')
    },
  )

  it('gives the HTML under a policy that runs and loads nothing, with links that open elsewhere', async () => {
    const answer = await pages.request(`/${id}/html`)
    const policy = answer.headers.get('content-security-policy')
    expect(policy).toMatch(/^sandbox [^;]*; default-src 'none';/)
    expect(policy).not.toMatch(/allow-scripts|allow-same-origin|script-src|'self';.*script/)
    expect(await answer.text()).toContain('<head><base target="_blank">')
  })

  it('gives a PDF to look at and everything else to keep', async () => {
    const pdf = await pages.request(`/${id}/attachments/0`)
    expect(pdf.headers.get('content-type')).toBe('application/pdf')
    expect(pdf.headers.get('content-disposition')).toBe(
      `inline; filename*=UTF-8''${encodeURIComponent('スマートピットシート_')}%271%27.pdf`,
    )
    expect(new Uint8Array(await pdf.arrayBuffer())).toEqual(mail.attachments[0]?.bytes)
    const html = await pages.request(`/${id}/attachments/1`)
    expect(html.headers.get('content-type')).toBe('application/octet-stream')
    expect(html.headers.get('content-disposition')).toContain('attachment')
  })

  it('gives the raw mail, which a mail program reads back', async () => {
    const answer = await pages.request(`/${id}/raw.eml`)
    expect(answer.headers.get('content-type')).toBe('message/rfc822')
    const parsed = await simpleParser(Buffer.from(await answer.arrayBuffer()))
    expect(parsed.subject).toBe(mail.subject)
    expect(parsed.text?.trim()).toBe(mail.text)
    expect(parsed.attachments.map(({ filename }) => filename)).toEqual([
      "スマートピットシート_'1'.pdf",
      'a.html',
    ])
  })

  it.each([
    '/mail_9',
    '/mail_9/html',
    '/mail_9/raw.eml',
    '/mail_9/attachments/0',
    '/mail_000001/attachments/9',
    '/mail_000001/attachments/x',
  ])('does not know %s', async (path) => {
    expect((await pages.request(path)).status).toBe(404)
  })
})
