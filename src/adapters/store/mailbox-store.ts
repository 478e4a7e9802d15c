/** The sandbox's mailbox in the database: a mail is kept once for each idempotency key. */
import { sql } from 'kysely'
import { toSearchKey } from '../../domain/japanese-text.ts'
import { toStamp } from '../../domain/jst-day.ts'
import type { Mail, Mailbox, MailboxEntry, Random } from '../../ports.ts'
import { type Database, first, query } from './database.ts'
import { toInstant } from './rows.ts'

type StoredMail = Omit<Mail, 'attachments'>

export const createMailbox = (database: Database, random: Random): Mailbox => ({
  keep: async (mail, key, at) => {
    const { attachments, ...rest } = mail
    const id = random.id('mail')
    const insertMail = query
      .insertInto('mailbox')
      .values({
        id,
        key: key ?? null,
        received_at: toStamp(at),
        search_key: toSearchKey([...mail.to, mail.subject].join(' ')),
        attachments: attachments.length,
        mail: JSON.stringify(rest),
      })
      .onConflict((conflict) => conflict.column('key').doNothing())
    // An attachment is kept only where its mail was: a repeat inserts neither.
    const insertAttachments = attachments.map(({ filename, contentType, bytes }, position) =>
      sql`insert into mailbox_attachments (mail_id, position, filename, content_type, bytes)
          select ${id}, ${position}, ${filename}, ${contentType}, ${bytes}
          where exists (select 1 from mailbox where id = ${id})`.compile(query),
    )
    await database.atomic([insertMail.compile(), ...insertAttachments])
    if (key === undefined) return { id, replayed: false }
    const kept = await first(
      database,
      query.selectFrom('mailbox').select('id').where('key', '=', key).compile(),
    )
    return { id: kept?.id ?? id, replayed: kept?.id !== id }
  },
  list: async (limit, offset, text) => {
    const wanted = toSearchKey(text ?? '')
    let mails = query.selectFrom('mailbox').select(['id', 'received_at', 'attachments', 'mail'])
    if (wanted !== '') mails = mails.where(sql<number>`instr(search_key, ${wanted})`, '>', 0)
    const rows = await database.all(mails.orderBy('id', 'desc').limit(limit).offset(offset).compile())
    return rows.map((row): MailboxEntry => {
      const { to, subject } = JSON.parse(row.mail) as StoredMail
      return { id: row.id, to, subject, receivedAt: toInstant(row.received_at), attachments: row.attachments }
    })
  },
  read: async (id) => {
    const row = await first(database, query.selectFrom('mailbox').selectAll().where('id', '=', id).compile())
    if (row === undefined) return undefined
    const files = await database.all(
      query
        .selectFrom('mailbox_attachments')
        .selectAll()
        .where('mail_id', '=', id)
        .orderBy('position')
        .compile(),
    )
    const attachments = files.map((file) => ({
      filename: file.filename,
      contentType: file.content_type,
      bytes: new Uint8Array(file.bytes),
    }))
    const mail = JSON.parse(row.mail) as StoredMail
    return { ...mail, attachments, id, receivedAt: toInstant(row.received_at) }
  },
  count: async () => {
    const counted = query.selectFrom('mailbox').select(({ fn }) => fn.countAll<number>().as('count'))
    return (await first(database, counted.compile()))?.count ?? 0
  },
})
