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
const MAX_PAGE = 10_000
/** Mails that the list for tests holds. */
const MAX_LISTED = 10_000
const MAX_SEARCH_LENGTH = 254
/** Bytes of the raw mail that the page shows; the file has all of them. */
const RAW_SHOWN = 8_192

/** What a mail may do in its frame: look like itself and open its links elsewhere. No scripts, nothing loaded. */
const FRAME_SANDBOX = 'allow-popups allow-popups-to-escape-sandbox'
const MAIL_POLICY = `sandbox ${FRAME_SANDBOX}; default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'`

/** Routes below `/sandbox/mail`. */
export const createMailboxPages = (deps: MailboxPagesDeps): Hono => {
  const { mailbox, render } = deps
  const pages = new Hono()
  pages.get('/', async (c) => {
    const text = (c.req.query('q') ?? '').slice(0, MAX_SEARCH_LENGTH)
    const page = Math.min(MAX_PAGE, Math.max(0, Math.trunc(Number(c.req.query('page'))) || 0))
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
    const mails = await mailbox.list(MAX_LISTED, 0, c.req.query('q'))
    return c.json({
      count: await mailbox.count(),
      mails: mails.map(({ receivedAt, ...mail }) => ({ ...mail, received_at: receivedAt.toString() })),
    })
  })
  pages.get('/:id', async (c) => {
    const mail = await mailbox.read(c.req.param('id'))
    if (mail === undefined) return c.notFound()
    const wanted = c.req.query('view')
    const view = wanted === 'text' || wanted === 'raw' ? wanted : 'html'
    const raw = view === 'raw' ? await showRaw(deps, mail) : { shown: '', isWhole: true }
    const attachments = mail.attachments.map(({ filename, bytes }) => ({
      filename,
      kib: Math.ceil(bytes.length / 1024),
    }))
    const frameSandbox = FRAME_SANDBOX
    return c.html(
      render('sandbox/mail-show', {
        ...mail,
        replyTo: mail.replyTo ?? '',
        attachments,
        view,
        raw,
        frameSandbox,
      }),
    )
  })
  pages.route('/', createMailParts(deps))
  return pages
}

/** What a mail consists of, each piece at its own address. */
const createMailParts = ({ mailbox, toEml }: MailboxPagesDeps): Hono => {
  const parts = new Hono()
  parts.get('/:id/html', async (c) => {
    const mail = await mailbox.read(c.req.param('id'))
    if (mail === undefined) return c.notFound()
    c.header('content-security-policy', MAIL_POLICY)
    c.header('x-content-type-options', 'nosniff')
    c.header('referrer-policy', 'no-referrer')
    return c.html(mail.html.replace(/<head[^>]*>/i, '$&<base target="_blank">'))
  })
  parts.get('/:id/attachments/:position', async (c) => {
    const mail = await mailbox.read(c.req.param('id'))
    const file = mail?.attachments[Number(c.req.param('position'))]
    if (file === undefined) return c.notFound()
    const isPdf = file.contentType === 'application/pdf'
    return c.body(new Uint8Array(file.bytes), 200, {
      'content-type': isPdf ? 'application/pdf' : 'application/octet-stream',
      'content-disposition': `${isPdf ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeFileName(file.filename)}`,
      'x-content-type-options': 'nosniff',
    })
  })
  parts.get('/:id/raw.eml', async (c) => {
    const mail = await mailbox.read(c.req.param('id'))
    if (mail === undefined) return c.notFound()
    const eml = await toEml(mail, mail.receivedAt)
    return c.body(new Uint8Array(eml), 200, {
      'content-type': 'message/rfc822',
      'content-disposition': `attachment; filename="${mail.id.replace(/\W/g, '')}.eml"`,
      'x-content-type-options': 'nosniff',
    })
  })
  return parts
}

type ReadMail = NonNullable<Awaited<ReturnType<Mailbox['read']>>>

const showRaw = async ({ toEml }: MailboxPagesDeps, mail: ReadMail) => {
  const eml = await toEml(mail, mail.receivedAt)
  const shown = new TextDecoder().decode(eml.subarray(0, RAW_SHOWN))
  return { shown, isWhole: eml.length <= RAW_SHOWN }
}

/** As RFC 8187 wants it: `encodeURIComponent` leaves four signs that are not allowed there. */
const encodeFileName = (name: string): string =>
  encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)
