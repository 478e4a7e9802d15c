/** A file in the chat is looked at, and registered when somebody has said so. */
import type { WebClient } from '@slack/web-api'
import * as z from 'zod'
import type { Batch } from '../../domain/batch.ts'
import type { Instant } from '../../domain/jst-day.ts'
import type { Language } from '../../domain/language.ts'
import type { Merchant } from '../../domain/merchant.ts'
import { writeRefusedRows } from '../../domain/refused-rows.ts'
import type { Failure, Problem, Text } from '../../domain/result.ts'
import type { Drawn } from './block-kit.ts'
import { drawFailure } from './draw-answer.ts'
import { drawPreview, drawProgress, drawRefusedFile, drawWorking } from './draw-file.ts'
import { fetchSlackFile, type SlackFile } from './fetch-slack-file.ts'
import type { SlackDeps } from './slack-deps.ts'
import { sayIn } from './view-kit.ts'

const shape = z.object({
  file: z.string(),
  by: z.string(),
  second: z.boolean(),
  sum: z.number(),
  rows: z.number(),
})
type Waiting = z.infer<typeof shape>

/** What a button about a file brings back; undefined for what is none. */
export const readWaiting = (value: string): Waiting | undefined => {
  try {
    return shape.safeParse(JSON.parse(value)).data
  } catch {
    return undefined
  }
}

export type FileTalk = {
  readonly client: WebClient
  readonly merchant: Merchant
  readonly channel: string
  /** The message that the file came with. */
  readonly threadTs: string
  readonly userId: string
  readonly userName: string
  readonly language: Language
}

const say = ({ client, channel, threadTs }: FileTalk, { text, blocks }: Drawn) =>
  client.chat.postMessage({ channel, thread_ts: threadTs, text, blocks })

/** Tells what is in the file, asks in its thread, and hands the rows to mend back. Nothing is registered. */
export const previewFile = async (
  deps: SlackDeps,
  talk: FileTalk,
  fileId: string,
  now: Instant,
): Promise<void> => {
  const { client, merchant, channel, threadTs, userId, language } = talk
  const fetched = await fetchSlackFile(deps, client, fileId)
  if (!fetched.ok) {
    await say(talk, drawRefusedFile('CSV', [toProblem(fetched.failure)], language))
    return
  }
  const file = fetched.value
  const checked = await accept(deps, talk, file, now, { dryRun: true })
  if (!checked.ok) {
    await say(talk, refused(file.name, checked.failure, language))
    return
  }
  const batch = checked.value
  const earlier = await deps.story.findSameFile({ merchantId: merchant.id, bytes: file.bytes })
  const { approveFromYen } = deps.limits
  const needsSecond = approveFromYen !== undefined && batch.totalYen >= approveFromYen
  const waiting: Waiting = {
    ...{ file: file.id, by: userId, second: needsSecond },
    ...{ sum: batch.totalYen, rows: batch.accepted },
  }
  await say(talk, drawPreview({ batch, earlier, needsSecond, value: JSON.stringify(waiting) }, language))
  if (batch.refusedRows.length < 2) return
  await client.filesUploadV2({
    channel_id: channel,
    thread_ts: threadTs,
    filename: toMendName(file.name),
    title: sayIn(language)('直す行', 'Rows to mend'),
    file: toBuffer(new TextEncoder().encode(writeRefusedRows(batch))),
  })
}

/** `invoices.csv` comes back as `invoices-to-mend.csv`. */
const toMendName = (name: string): string => `${name.replace(/\.[^.]*$/, '')}-to-mend.csv`

/** Slack's client tells bytes by `Buffer`, which workerd has too. */
export const toBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes)

/** Registers what was previewed, and edits the message whose button it was. */
export const takeFile = async (
  deps: SlackDeps,
  talk: FileTalk,
  waiting: Waiting,
  messageTs: string,
  now: Instant,
): Promise<void> => {
  const { client, channel, language } = talk
  const edit = ({ text, blocks }: Drawn) => client.chat.update({ channel, ts: messageTs, text, blocks })
  const key = `${channel}/${messageTs}`
  if ((await deps.store.rememberedAnswer('slack-file', key)) !== undefined) return
  const fetched = await fetchSlackFile(deps, client, waiting.file)
  if (!fetched.ok) {
    await edit(drawRefusedFile('CSV', [toProblem(fetched.failure)], language))
    return
  }
  const file = fetched.value
  await edit(drawWorking(file.name, language))
  const preview = await accept(deps, talk, file, now, { dryRun: true })
  const isAsShown =
    preview.ok && preview.value.accepted === waiting.rows && preview.value.totalYen === waiting.sum
  if (preview.ok && !isAsShown) {
    await edit(drawRefusedFile(file.name, [hasChanged, ...preview.value.problems], language))
    return
  }
  const job = {
    ...{ merchantId: talk.merchant.id, channel, ts: messageTs, threadTs: talk.threadTs, language },
    ...{ shown: '', partsSent: 0, failures: 0, isDone: false, nextAt: now, createdAt: now },
  }
  const result = await accept(deps, talk, file, now, {
    alongside: (batch) => [
      { kind: 'add-chat-job', job: { ...job, batchId: batch.id } },
      // Pressed twice, it is registered once.
      {
        kind: 'remember-answer',
        answer: {
          ...{ scope: 'slack-file', key, bodyHash: '', status: 202 },
          ...{ body: batch.id, at: now },
        },
      },
    ],
  })
  if (!result.ok) {
    const first = await deps.store.rememberedAnswer('slack-file', key)
    if (first === undefined) await edit(refused(file.name, result.failure, language))
    return
  }
  const batch = result.value
  const progress = await deps.store.batchProgress(batch.id)
  await edit(drawProgress({ batch, progress, sent: 0, parts: 0 }, language))
}

type AcceptMore = Pick<Parameters<SlackDeps['story']['acceptFile']>[0], 'dryRun' | 'alongside'>

const accept = (
  deps: SlackDeps,
  { merchant, userName }: FileTalk,
  { name, bytes }: SlackFile,
  now: Instant,
  more: AcceptMore,
) =>
  deps.story.acceptFile(
    {
      ...{ merchantId: merchant.id, fileName: name.slice(0, 200), bytes, mode: 'valid_rows' },
      actor: { kind: 'slack', name: userName },
      // The preview says that the same file came before, and its button is the answer.
      confirmDuplicates: true,
      ...more,
    },
    now,
  )

const refused = (name: string, failure: Failure, language: Language): Drawn => {
  if (failure.kind === 'invalid-input') return drawRefusedFile(name, failure.problems, language)
  return 'message' in failure
    ? drawRefusedFile(name, [toProblem(failure.message)], language)
    : drawFailure(failure)
}

const toProblem = (message: Text): Problem => ({ field: 'file', rule: 'file', message })

const hasChanged: Problem = toProblem({
  ja: '確認したときと内容が変わっています（請求番号がほかで使われたなど）。もう一度ファイルから始めてください。',
  en: 'This is no longer what was shown (a reference may have been used meanwhile); start from the file again.',
})

/** How many files of sheets a batch takes. */
export const partsOf = ({ accepted }: Batch, perFile: number): number => Math.ceil(accepted / perFile)
