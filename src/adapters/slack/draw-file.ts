/** Draws a file on its way from the chat to its sheets: looked at, asked about, registered, going out, done. */
import type { KnownBlock } from '@slack/web-api'
import type { Batch, BatchProgress } from '../../domain/batch.ts'
import { formatDay, toJstDay } from '../../domain/jst-day.ts'
import type { Language } from '../../domain/language.ts'
import type { Problem } from '../../domain/result.ts'
import { formatYen, toYen } from '../../domain/yen.ts'
import { actionButton, actions, context, type Drawn, fields, linkButton, section } from './block-kit.ts'
import { escapeMrkdwn } from './mrkdwn.ts'
import { type Say, sayIn, withConfirm } from './view-kit.ts'

export const REGISTER_FILE = 'take-file'
export const DROP_FILE = 'drop-file'

/** Problems that are named in the message; the CSV has them all. */
const MAX_NAMED = 5

export type Preview = {
  /** What would be registered, were the valid rows taken. */
  readonly batch: Batch
  /** The same bytes as they were registered before. */
  readonly earlier: Batch | undefined
  /** Somebody else than the one who asked must press. */
  readonly needsSecond: boolean
  /** What the button brings back. */
  readonly value: string
}

export const drawPreview = ({ batch, earlier, needsSecond, value }: Preview, language: Language): Drawn => {
  const say = sayIn(language)
  const rows = badRows(batch)
  const title = say(
    'ファイルを確認しました。まだ登録していません。',
    'File checked; nothing is registered yet.',
  )
  return {
    text: `${title} ${escapeMrkdwn(batch.fileName)}`,
    blocks: [
      section(`📄 *${escapeMrkdwn(batch.fileName)}*\n${title}`),
      fields([
        [say('請求', 'Invoices'), count(batch.rows, say)],
        [say('登録できる', 'Can be registered'), count(batch.accepted, say)],
        [say('合計', 'Sum'), formatYen(toYen(batch.totalYen))],
        [say('直す行', 'Rows to mend'), count(rows, say)],
      ]),
      ...problemBlocks(batch.problems, language),
      ...(earlier === undefined ? [] : [section(sameBefore(earlier, say))]),
      ...(needsSecond && batch.accepted > 0
        ? [
            context(
              say(
                '🖊️ 合計が大きいため、ほかの人が「登録する」を押すと登録されます。',
                '🖊️ The sum is large: it is registered when somebody else presses the button.',
              ),
            ),
          ]
        : []),
      actions(
        ...(batch.accepted > 0 ? [registerButton(batch, value, earlier !== undefined, say)] : []),
        actionButton(
          DROP_FILE,
          rows > 0 ? say('直してから登録する', 'Mend it first') : say('やめる', 'Cancel'),
          'drop',
        ),
      ),
    ],
  }
}

const registerButton = (batch: Batch, value: string, isRepeat: boolean, say: Say) => {
  const some = batch.accepted < batch.rows
  const text = some
    ? say(`正しい${batch.accepted}件だけ登録する`, `Register only the ${batch.accepted} valid rows`)
    : say(`${batch.accepted}件を登録する`, `Register all ${batch.accepted}`)
  const sum = formatYen(toYen(batch.totalYen))
  return withConfirm(
    actionButton(REGISTER_FILE, isRepeat ? say(`それでも${text}`, `${text} anyway`) : text, value, 'primary'),
    {
      title: say('登録しますか？', 'Register?'),
      text: say(
        `${batch.accepted}件、合計 ${sum} を登録し、お客さまにお知らせを送ります。`,
        `${batch.accepted} invoices, ${sum} in all, are registered and the customers notified.`,
      ),
      yes: say('登録する', 'Register'),
      no: say('戻る', 'Back'),
    },
  )
}

const count = (number: number, say: Say): string =>
  say(`${number.toLocaleString('en')}件`, number.toLocaleString('en'))

/** Rows that cannot be registered as they are. */
const badRows = ({ refusedRows }: Batch): number => Math.max(0, refusedRows.length - 1)

const sameBefore = ({ registeredAt, accepted }: Batch, say: Say): string =>
  say(
    `⚠️ *同じ内容のファイルを${formatDay(toJstDay(registeredAt), 'ja')}に登録しています（${accepted}件）。* もう一度登録すると二重の請求になります。`,
    `⚠️ *The same file was registered on ${formatDay(toJstDay(registeredAt), 'en')} (${accepted} invoices).* Registering it again bills the customers twice.`,
  )

const problemBlocks = (problems: readonly Problem[], language: Language): readonly KnownBlock[] => {
  if (problems.length === 0) return []
  const say = sayIn(language)
  const lines = problems.slice(0, MAX_NAMED).map(({ row, message, value }) => {
    const at = row === undefined ? '' : say(`${row}行目　`, `Row ${row}: `)
    const shown = value === undefined || value === '' ? '' : `　\`${escapeMrkdwn(value)}\``
    return `• ${at}${escapeMrkdwn(message[language])}${shown}`
  })
  const rest = problems.length - lines.length
  const more =
    rest > 0
      ? [say(`ほかに${rest}件。直す行は CSV にあります。`, `And ${rest} more; the CSV has the rows to mend.`)]
      : []
  return [section(lines.join('\n')), ...more.map((text) => context(text))]
}

/** What the message says while the rows are being written. */
export const drawWorking = (fileName: string, language: Language): Drawn => {
  const text = sayIn(language)('登録しています…', 'Registering…')
  return { text, blocks: [section(`⏳ *${escapeMrkdwn(fileName)}*\n${text}`)] }
}

/** Notices on their way, and then the sheets; `parts` are files of sheets. */
export const drawProgress = ({ batch, progress, sent, parts }: Told, language: Language): Drawn => {
  const say = sayIn(language)
  const handled = progress.sent + progress.parked
  const title = say(`${batch.accepted}件を登録しました`, `${batch.accepted} invoices registered`)
  const step =
    handled < progress.notices
      ? say(
          `お知らせを送っています：${handled} / ${progress.notices}通`,
          `Sending notices: ${handled} of ${progress.notices}`,
        )
      : say(
          `シートを印刷しています：${sent} / ${parts}ファイル`,
          `Printing sheets: ${sent} of ${parts} files`,
        )
  return {
    text: `${title} ${step}`,
    blocks: [
      section(
        `📤 *${title}*　${escapeMrkdwn(batch.fileName)}\n${step}\n\`${bar(handled, progress.notices)}\``,
      ),
    ],
  }
}

export type Told = {
  readonly batch: Batch
  readonly progress: BatchProgress
  readonly sent: number
  readonly parts: number
}

const BAR = 20
const bar = (done: number, all: number): string => {
  const filled = all === 0 ? BAR : Math.floor((done / all) * BAR)
  return `${'█'.repeat(filled)}${'░'.repeat(BAR - filled)}`
}

export const drawDone = (
  { batch, progress, sent, parts }: Told,
  language: Language,
  baseUrl: string,
): Drawn => {
  const say = sayIn(language)
  const title = say(`${batch.accepted}件を登録しました`, `${batch.accepted} invoices registered`)
  const trouble = progress.bounced + progress.parked + progress.complained
  return {
    text: `${title}：${escapeMrkdwn(batch.fileName)}`,
    blocks: [
      section(`✅ *${title}*\n${escapeMrkdwn(batch.fileName)}`),
      fields([
        [say('合計', 'Sum'), formatYen(toYen(batch.totalYen))],
        [
          say('お知らせ', 'Notices'),
          say(`${progress.sent} / ${progress.notices}通`, `${progress.sent} of ${progress.notices}`),
        ],
        ...(trouble > 0
          ? [[say('届かなかった', 'Not delivered'), say(`${trouble}通`, String(trouble))] as const]
          : []),
        [say('シート', 'Sheets'), say(`${sent}ファイル（このスレッド）`, `${sent} files (in this thread)`)],
      ]),
      ...(sent < parts
        ? [
            context(
              say(
                'シートの一部は印刷できませんでした。一括登録のページから印刷できます。',
                'Some sheets could not be printed; print them from the page of the file.',
              ),
            ),
          ]
        : []),
      actions(
        linkButton('open-batch', say('一括登録を開く', 'Open the file'), `${baseUrl}/files/${batch.id}`),
      ),
    ],
  }
}

/** Nothing was registered after all. */
export const drawRefusedFile = (
  fileName: string,
  problems: readonly Problem[],
  language: Language,
): Drawn => {
  const title = sayIn(language)('登録できませんでした。何も登録していません。', 'Nothing was registered.')
  return {
    text: title,
    blocks: [section(`🚫 *${escapeMrkdwn(fileName)}*\n${title}`), ...problemBlocks(problems, language)],
  }
}
