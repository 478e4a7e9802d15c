/** Edits the message of a registered file as its notices go, puts its sheets into the thread, and survives a restart. */
import { WebClient } from '@slack/web-api'
import type { ChatJob } from '../../domain/chat-job.ts'
import type { Instant } from '../../domain/jst-day.ts'
import { MAX_SHEETS_TOGETHER } from '../../domain/sheet.ts'
import { drawDone, drawProgress, type Told } from './draw-file.ts'
import { partsOf, toBuffer } from './preview-file.ts'
import type { SlackDeps } from './slack-deps.ts'
import { slackFetch } from './slack-fetch.ts'
import { sayIn } from './view-kit.ts'

export type FollowDeps = Pick<SlackDeps, 'story' | 'store' | 'clock' | 'log' | 'apiUrl' | 'baseUrl'> & {
  /** The bot's token in a merchant's workspace. */
  readonly tokenOf: (merchantId: string) => Promise<string>
}

/** Slack takes one edit a second. */
const PACE_MS = 1_000
/** A job that is worked on is left alone by others for this long: it may print a hundred sheets. */
const LEASE_MS = 120_000
const JOBS_AT_ONCE = 10
/** Tries before a part is given up, and the wait between them. */
const MAX_FAILURES = 5
const RETRY_MS = 15_000
/** Notices that wait for a person are not waited for longer than this. */
const MAX_HOURS = 24

export type FileFollower = {
  /** Tells what is new, again and again until `sending` has come to an end. */
  during(sending: Promise<void>): Promise<void>
}

export const createFileFollower = (deps: FollowDeps): FileFollower => {
  const clientOf = async (merchantId: string): Promise<WebClient> =>
    new WebClient(await deps.tokenOf(merchantId), {
      slackApiUrl: deps.apiUrl,
      fetch: slackFetch,
      retryConfig: { retries: 0 },
      rejectRateLimitedCalls: true,
    })
  let isFollowing = false
  const step = async (): Promise<void> => {
    const jobs = await deps.store.claimChatJobs(deps.clock.now(), LEASE_MS, JOBS_AT_ONCE)
    for (const job of jobs) await deps.store.commit([{ kind: 'save-chat-job', job: await advance(job) }])
  }
  const advance = async (job: ChatJob): Promise<ChatJob> => {
    try {
      return await follow(deps, await clientOf(job.merchantId), job)
    } catch (error) {
      deps.log.error('file in the chat not followed', { batch: job.batchId, error: String(error) })
      const isHopeless = job.failures >= MAX_FAILURES
      const nextAt = deps.clock.now().add({ milliseconds: RETRY_MS })
      return { ...job, failures: job.failures + 1, isDone: isHopeless, nextAt }
    }
  }
  return {
    during: async (sending) => {
      // One look a second is enough, however many send at once.
      if (isFollowing) return sending
      isFollowing = true
      let isSending = true
      const ended = sending.finally(() => {
        isSending = false
      })
      try {
        while (isSending) {
          await waitFor(ended)
          await step()
        }
        await ended
      } finally {
        isFollowing = false
      }
    },
  }
}

/** A second, or less when it ends before. */
const waitFor = async (ended: Promise<void>): Promise<void> => {
  const { promise: second, resolve } = Promise.withResolvers<void>()
  const timer = setTimeout(resolve, PACE_MS)
  await Promise.race([ended, second]).finally(() => clearTimeout(timer))
}

const follow = async (deps: FollowDeps, client: WebClient, job: ChatJob): Promise<ChatJob> => {
  const now = deps.clock.now()
  const batch = await deps.store.batch(job.batchId)
  if (batch === undefined) return { ...job, isDone: true }
  const progress = await deps.store.batchProgress(job.batchId)
  const parts = partsOf(batch, MAX_SHEETS_TOGETHER)
  const told = { batch, progress, sent: job.partsSent, parts }
  const next = { ...job, nextAt: now.add({ milliseconds: PACE_MS }) }
  const isLate = now.since(job.createdAt).total('hours') > MAX_HOURS
  if (progress.sent + progress.parked < progress.notices && !isLate)
    return { ...next, shown: await show(client, job, drawProgress(told, job.language)) }
  if (job.partsSent < parts && job.failures < MAX_FAILURES) return sendPart(deps, client, next, told, now)
  await show(client, job, drawDone(told, job.language, deps.baseUrl))
  return { ...next, isDone: true }
}

/** Edits the message where it says something else. */
const show = async (
  client: WebClient,
  { channel, ts, shown }: ChatJob,
  { text, blocks }: ReturnType<typeof drawProgress>,
): Promise<string> => {
  if (text !== shown) await client.chat.update({ channel, ts, text, blocks })
  return text
}

/** The next file of sheets; one that cannot be printed now is tried again. */
const sendPart = async (
  { story }: FollowDeps,
  client: WebClient,
  job: ChatJob,
  told: Told,
  now: Instant,
): Promise<ChatJob> => {
  const part = job.partsSent + 1
  const selection = { kind: 'batch', batchId: job.batchId, part } as const
  const printed = await story.printSheets({ merchantId: job.merchantId, selection }, now)
  if (!printed.ok && printed.failure.kind === 'invalid-input') {
    // All of them have been paid or taken back: there is nothing to hand out.
    return { ...job, partsSent: part }
  }
  if (!printed.ok) return { ...job, failures: job.failures + 1, nextAt: now.add({ milliseconds: RETRY_MS }) }
  const title = sayIn(job.language)(`シート ${part} / ${told.parts}`, `Sheets ${part} of ${told.parts}`)
  await client.filesUploadV2({
    ...{ channel_id: job.channel, thread_ts: job.threadTs, title },
    filename: `sheets-${part}.pdf`,
    file: toBuffer(printed.value),
  })
  const shown = await show(client, job, drawProgress({ ...told, sent: part }, job.language))
  return { ...job, partsSent: part, failures: 0, shown }
}
