/** Files registered from the chat whose progress is still told: kept, handed out when their time has come. */
import type { ChatJob } from '../../domain/chat-job.ts'
import { toStamp } from '../../domain/jst-day.ts'
import type { Change, Store } from '../../ports.ts'
import { type Database, query, type Statement } from './database.ts'
import { toInstant } from './rows.ts'

type Of<K extends Change['kind']> = Extract<Change, { kind: K }>

export const insertChatJob = ({ job }: Of<'add-chat-job'>): readonly Statement[] => [
  query
    .insertInto('chat_jobs')
    .values({
      batch_id: job.batchId,
      merchant_id: job.merchantId,
      created_at: toStamp(job.createdAt),
      channel: job.channel,
      ts: job.ts,
      thread_ts: job.threadTs,
      language: job.language,
      ...progressOf(job),
    })
    .compile(),
]

export const updateChatJob = ({ job }: Of<'save-chat-job'>): readonly Statement[] => [
  query.updateTable('chat_jobs').set(progressOf(job)).where('batch_id', '=', job.batchId).compile(),
]

const progressOf = (job: ChatJob) => ({
  shown: job.shown,
  parts_sent: job.partsSent,
  failures: job.failures,
  done: job.isDone ? 1 : 0,
  next_at: toStamp(job.nextAt),
})

/** Each to one caller until the lease ends. */
export const readChatJobs = (database: Database): Pick<Store, 'claimChatJobs'> => ({
  claimChatJobs: async (now, leaseMs, limit) => {
    const due = query
      .selectFrom('chat_jobs')
      .select('batch_id')
      .where('done', '=', 0)
      .where('next_at', '<=', toStamp(now))
      .orderBy('next_at')
      .limit(limit)
    const claim = query
      .updateTable('chat_jobs')
      .set({ next_at: toStamp(now.add({ milliseconds: leaseMs })) })
      .where('batch_id', 'in', due)
      .returningAll()
    return (await database.all(claim.compile())).map((row) => ({
      batchId: row.batch_id,
      merchantId: row.merchant_id,
      channel: row.channel,
      ts: row.ts,
      threadTs: row.thread_ts,
      language: row.language,
      shown: row.shown,
      partsSent: row.parts_sent,
      failures: row.failures,
      isDone: row.done === 1,
      nextAt: toInstant(row.next_at),
      createdAt: toInstant(row.created_at),
    }))
  },
})
