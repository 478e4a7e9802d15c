/** The sandbox's mailbox in the browser: the list, each mail as HTML, text, attachments and raw `.eml`. */
import { Hono } from 'hono'
import type { Mail, Mailbox, Render } from '../../ports.ts'

export type MailboxPagesDeps = {
  readonly mailbox: Mailbox
  readonly render: Render
  /** The mail as it would go over the wire. */
  readonly toEml: (mail: Mail, at: Temporal.Instant) => Promise<Uint8Array>
}

/** Mails on one page of the list. */
const PAGE_SIZE = 50

/** What a mail may do in the frame it is shown in: look like itself, nothing else. */
const MAIL_POLICY = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:"

/** Routes below `/sandbox/mail`. */
export const createMailboxPages = ({ mailbox, render, toEml }: MailboxPagesDeps): Hono => {
  const pages = new Hono()
  pages.get('/', async (c) => {
    const text = c.req.query('q') ?? ''
    const page = Math.max(0, Number(c.req.query('page') ?? '0') || 0)
    const found = await mailbox.list(PAGE_SIZE + 1, page * PAGE_SIZE, text)
    return c.html(
      render('sandbox/mail-list', {
        text,
        page,
        count: await mailbox.count(),
        mails: found.slice(0, PAGE_SIZE),
        nextPage: found.length > PAGE_SIZE ? page + 1 : null,
      }),
    )
  })
  pages.get('/all.json', async (c) => {
    const mails = await mailbox.list(10_000, 0)
    return c.json({ count: mails.length, mails: mails.map(({ id, to, subject }) => ({ id, to, subject })) })
  })
  pages.get('/:id', async (c) => {
    const mail = await mailbox.read(c.req.param('id'))
    if (mail === undefined) return c.notFound()
    const view = c.req.query('view') === 'text' ? 'text' : 'html'
    const attachments = mail.attachments.map(({ filename, bytes }) => ({
      filename,
      kib: Math.ceil(bytes.length / 1024),
    }))
    return c.html(render('sandbox/mail-show', { ...mail, replyTo: mail.replyTo ?? '', attachments, view }))
  })
  pages.get('/:id/html', async (c) => {
    const mail = await mailbox.read(c.req.param('id'))
    if (mail === undefined) return c.notFound()
    c.header('content-security-policy', MAIL_POLICY)
    return c.html(mail.html)
  })
  pages.get('/:id/attachments/:position', async (c) => {
    const mail = await mailbox.read(c.req.param('id'))
    const file = mail?.attachments[Number(c.req.param('position'))]
    if (file === undefined) return c.notFound()
    return c.body(new Uint8Array(file.bytes), 200, {
      'content-type': file.contentType === 'application/pdf' ? 'application/pdf' : 'application/octet-stream',
      'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent(file.filename)}`,
      'x-content-type-options': 'nosniff',
    })
  })
  pages.get('/:id/raw.eml', async (c) => {
    const mail = await mailbox.read(c.req.param('id'))
    if (mail === undefined) return c.notFound()
    const eml = await toEml(mail, mail.receivedAt)
    return c.body(new Uint8Array(eml), 200, {
      'content-type': 'message/rfc822',
      'content-disposition': `attachment; filename="${mail.id}.eml"`,
    })
  })
  return pages
}
