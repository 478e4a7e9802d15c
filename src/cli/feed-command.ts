/** `pitpost feed FILE`: takes a collection data file as the centre. */
import { readFile } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { basename, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { collectFeed } from '../application/collect-feed.ts'
import type { FeedLayout } from '../domain/collection-record.ts'
import { collectionKindCodes } from '../domain/collection-record.ts'
import { type Feed, type FeedItem, feedReasonTexts } from '../domain/feed.ts'
import type { Tally } from '../domain/feed-summary.ts'
import { CENTRE_ID } from '../domain/merchant.ts'
import { formatYen, toYen } from '../domain/yen.ts'
import { type Command, complainOf, type ExitCode, type Terminal, UsageError } from './command.ts'
import type { House } from './open-house.ts'

const layouts: readonly string[] = ['dsk', 'fixed-a', 'fixed-b'] satisfies readonly FeedLayout[]
const isLayout = (text: string): text is FeedLayout => layouts.includes(text)

/** Records of the list for a person that are printed; the console has them all. */
const MAX_PRINTED = 100

export const feedCommand: Command = {
  name: 'feed',
  usage: 'feed FILE [--format dsk|fixed-a|fixed-b] [--dry-run]',
  summary: {
    ja: '収納データ（速報・確報・速報取消）のファイルを取り込みます。',
    en: 'Takes a collection data file: preliminary, confirmed, undone.',
  },
  help: [
    '  ファイルは丸ごと取り込むか、問題をすべて示して丸ごと断ります。',
    '  同じファイルをもう一度取り込んでも何も変わらず、はじめの結果を示します。',
    '  The whole file is taken, or refused with every problem; the same file again changes nothing.',
    '',
    '  --format    dsk, fixed-a, fixed-b。省くと自動で見分けます / left out: recognised',
    '  --dry-run   結果を示すだけで、何も変えません / shows what would happen',
  ].join('\n'),
  run: async (args, terminal, openHouse): Promise<ExitCode> => {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { format: { type: 'string' }, 'dry-run': { type: 'boolean', default: false } },
    })
    const [file, another] = positionals
    const { format } = values
    if (file === undefined || another !== undefined)
      throw new UsageError({ ja: 'ファイルを1つ指定してください。', en: 'name one file.' })
    if (format !== undefined && !isLayout(format)) {
      throw new UsageError({
        ja: `--format は ${layouts.join('・')} のどれかです。`,
        en: `--format is one of ${layouts.join(', ')}.`,
      })
    }
    const bytes = await readFile(resolve(terminal.cwd, file)).catch(() => undefined)
    if (bytes === undefined) {
      terminal.complain(`ファイルを読めません：${file}\n  cannot read the file: ${file}`)
      return 1
    }
    return takeFile(terminal, await openHouse(), file, new Uint8Array(bytes), format, values['dry-run'])
  },
}

const takeFile = async (
  terminal: Terminal,
  house: House,
  file: string,
  bytes: Uint8Array,
  layout: FeedLayout | undefined,
  dryRun: boolean,
): Promise<ExitCode> => {
  const actor = { kind: 'staff', name: `${userInfo().username} (CLI)` } as const
  const request = { ownerId: CENTRE_ID, fileName: basename(file), bytes, layout, actor, dryRun }
  const taken = await collectFeed(house.world, request, house.clock.now())
  if (!taken.ok) {
    terminal.complain('何も取り込んでいません。 / Nothing was taken.')
    return complainOf(terminal, taken.failure)
  }
  const { feed, items, replayed } = taken.value
  if (replayed) {
    terminal.print('すでに取り込んであります。何も変えていません。 / Taken before: nothing was changed.')
  } else if (dryRun) {
    terminal.print('確認だけです。何も変えていません。 / Dry run: nothing was changed.')
  }
  printSummary(terminal, feed)
  const listed = replayed
    ? await house.world.store.feedItems(feed.id, 'for-person', MAX_PRINTED)
    : items.filter(({ reason }) => reason !== undefined).slice(0, MAX_PRINTED)
  for (const item of listed) terminal.print(describe(item))
  if (!dryRun) terminal.print(`  ${house.config.baseUrl}/feeds/${feed.id}`)
  return 0
}

const tell = ({ count, sumYen }: Tally): string =>
  `${count.toLocaleString('en').padStart(9)}  ${formatYen(toYen(sumYen)).padStart(14)}`

const printSummary = (terminal: Terminal, { fileName, layout, summary }: Feed): void => {
  const { records, sumYen, kinds, outcomes, forPerson, differences } = summary
  const { toldYen, takenYen, amountsCount, unconfirmed } = differences
  const line = (name: string, text: string): void => terminal.print(`  ${name.padEnd(18)}${text}`)
  terminal.print(`${fileName}（${layout}）`)
  line('records', tell({ count: records, sumYen }))
  for (const [kind, tally] of Object.entries(kinds)) line(`  ${kind}`, tell(tally))
  for (const [outcome, tally] of Object.entries(outcomes)) line(outcome, tell(tally))
  line('for a person', tell(forPerson))
  line('told − taken', `${''.padStart(9)}  ${formatYen(toYen(toldYen - takenYen)).padStart(14)}`)
  line('amounts differ', String(amountsCount).padStart(9))
  line('unconfirmed', tell(unconfirmed))
}

const describe = ({ row, kind, reason, amountYen, barcode }: FeedItem): string => {
  const { ja, en } = reason === undefined ? { ja: '', en: '' } : feedReasonTexts[reason]
  return `  ${row}行目 ${collectionKindCodes[kind]} ${formatYen(amountYen)} ${barcode}\n    ${ja}\n    ${en}`
}
