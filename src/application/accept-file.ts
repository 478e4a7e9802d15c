/** Registers a file of invoices: the whole file or nothing, or only its valid rows. */
import type { Actor } from '../domain/access.ts'
import type { Batch, BatchMode } from '../domain/batch.ts'
import { type ColumnChoice, readColumns } from '../domain/file-columns.ts'
import { formatJstTime, type Instant, toStamp } from '../domain/jst-day.ts'
import { fail, ok, type Problem, type Result, type Text } from '../domain/result.ts'
import { listCuts, MAX_LISTED_CUTS } from '../domain/text-cuts.ts'
import { sumYen } from '../domain/yen.ts'
import type { Change, Table } from '../ports.ts'
import { type CheckedRow, checkInvoices, createInvoices, registrationChanges } from './accept-invoices.ts'
import { chooseColumns } from './choose-columns.ts'
import { commitWithRetry } from './commit-with-retry.ts'
import { findRepeats } from './find-repeats.ts'
import { toDelivery } from './to-delivery.ts'
import { toSha256 } from './to-sha256.ts'
import type { World } from './world.ts'

/** Rows of one file (S8). */
export const MAX_FILE_ROWS = 4_000
/** Bytes of one file: 4 MiB. */
export const MAX_FILE_BYTES = 4 * 1024 * 1024
/** The rule of a file whose bytes were registered before. */
export const SAME_FILE = 'same-file'

export type FileRequest = {
  readonly merchantId: string
  readonly fileName: string
  readonly bytes: Uint8Array
  readonly mode: BatchMode
  readonly actor: Actor
  /** Check only: nothing is stored. */
  readonly dryRun?: boolean
  /** The person has seen that it is the same file again, or repeats open invoices, and means it. */
  readonly confirmDuplicates?: boolean
  readonly alongside?: (batch: Batch) => Promise<readonly Change[]> | readonly Change[]
}

/** A batch, `registered` or `refused`; a refused one is kept with its problems so that its rows can be mended. */
export const acceptFile = async (
  world: World,
  request: FileRequest,
  now: Instant,
): Promise<Result<Batch>> => {
  const opened = await openFile(world, request)
  if (!opened.ok) return opened
  const { read } = opened.value
  if (!read.ok) return fail({ kind: 'invalid-input', problems: read.failure })
  return commitWithRetry(world.store, async () => {
    const { batch, valid } = await checkFile(world, request, opened.value, now)
    if (request.dryRun === true) return ok({ changes: [], value: batch })
    const changes: Change[] = [{ kind: 'add-batch', batch }]
    if (batch.status === 'registered') {
      changes.push(...(await register(world, request, batch, valid, now)))
      changes.push({
        kind: 'set-setting',
        name: await sameFileSetting(request.merchantId, request.bytes),
        value: batch.id,
      })
    }
    changes.push(...((await request.alongside?.(batch)) ?? []))
    return ok({ changes, value: batch })
  })
}

/** Under this the batch is remembered that exactly these bytes were registered as last. */
const sameFileSetting = async (merchantId: string, bytes: Uint8Array): Promise<string> =>
  `same-file:${merchantId}:${await toSha256(bytes)}`

/** The batch that the same bytes were registered as before: a person is asked before it happens twice. */
export const findSameFile = async (
  { store }: Pick<World, 'store'>,
  { merchantId, bytes }: Pick<FileRequest, 'merchantId' | 'bytes'>,
): Promise<Batch | undefined> => {
  const id = await store.setting(await sameFileSetting(merchantId, bytes))
  return id === undefined ? undefined : store.batch(id)
}

export type OpenedFile = {
  readonly table: Table
  readonly columns: ColumnChoice
  readonly read: ReturnType<typeof readColumns>
}

/** The rows of a file and what its columns are, as far as that is known. */
export const openFile = async (
  world: World,
  { merchantId, bytes }: Pick<FileRequest, 'merchantId' | 'bytes'>,
  chosen?: ColumnChoice,
): Promise<Result<OpenedFile>> => {
  const merchant = await world.store.merchant(merchantId)
  if (merchant?.fileOption !== true) return fail({ kind: 'not-allowed', message: optionIsOff })
  const table = await readFile(world, bytes)
  if (!table.ok) return table
  const { header } = table.value
  const columns = chosen ?? (await chooseColumns(world, merchantId, header))
  return ok({ table: table.value, columns, read: readColumns(header, columns) })
}

/** Every rule over every row; what would be billed a second time is a problem until it is confirmed. */
export const checkFile = async (
  world: World,
  request: FileRequest,
  { table, read }: OpenedFile,
  now: Instant,
): Promise<{
  readonly batch: Batch
  readonly valid: readonly CheckedRow[]
  readonly repeats: readonly Problem[]
}> => {
  const { merchantId } = request
  const rows = read.ok ? table.rows.map(({ line, cells }) => ({ raw: read.value(cells), row: line })) : []
  const checked = await checkInvoices(world, merchantId, rows, now)
  const repeats = [
    ...(await sameFile(world, request)),
    ...(await findRepeats(world, merchantId, checked.valid)),
  ]
  const counted = request.confirmDuplicates === true ? [] : repeats
  const problems = [...checked.problems, ...counted].toSorted((a, b) => (a.row ?? 0) - (b.row ?? 0))
  const repeated = new Set(counted.map(({ row }) => row))
  const valid = checked.valid.filter(({ row }) => !repeated.has(row))
  const batch = toBatch(world.random.id('bat'), request, table, { valid, problems }, now)
  return { batch, valid, repeats }
}

const sameFile = async (world: World, request: FileRequest): Promise<readonly Problem[]> => {
  const earlier = await findSameFile(world, request)
  if (earlier === undefined) return []
  const at = formatJstTime(earlier.registeredAt)
  return [
    {
      field: 'file',
      value: earlier.fileName,
      rule: SAME_FILE,
      message: {
        ja: `同じ内容のファイルを${at}に登録しています（${earlier.accepted}件）。もう一度請求するときは、そのことを確かめて登録してください。`,
        en: `the same file was registered ${at} (${earlier.accepted} invoices); if they are to be billed again, confirm it.`,
      },
    },
  ]
}

const optionIsOff: Text = {
  ja: 'ファイル登録オプションが入っていません。設定の画面で責任者の方が申し込むと、すぐに使えます（初期費用3,000円・税別）。',
  en: 'The file option is off. A manager can switch it on in the settings; it works at once (initial fee ¥3,000 plus tax).',
}

const register = async (
  world: World,
  request: FileRequest,
  batch: Batch,
  rows: readonly CheckedRow[],
  now: Instant,
): Promise<readonly Change[]> => {
  const drafts = rows.map(({ draft }) => draft)
  const invoices = await createInvoices(world, request.merchantId, drafts, batch.id, now)
  const line = toDelivery(
    world.random,
    { merchantId: request.merchantId, batchId: batch.id },
    { kind: 'batch-line', batchId: batch.id },
    now,
  )
  return [
    ...(await registrationChanges(world, invoices, request.actor, now)),
    { kind: 'queue-deliveries', deliveries: [line] },
  ]
}

const readFile = async (world: World, bytes: Uint8Array): Promise<Result<Table>> => {
  if (bytes.length > MAX_FILE_BYTES) {
    const mib = (bytes.length / 1024 / 1024).toFixed(1)
    return refuseFile(
      'file-size',
      `${mib} MiB`,
      'ファイルは4 MiBまでです。分けて登録してください。',
      'a file has at most 4 MiB; split it.',
    )
  }
  const table = await world.readRows(bytes)
  if (!table.ok) return table
  const count = table.value.rows.length
  if (count === 0) {
    return refuseFile(
      'file-empty',
      '',
      '請求が1件もありません。1行目に見出し、2行目から請求を入れてください。',
      'there is no invoice in it; put the headers in row 1 and the invoices below.',
    )
  }
  if (count > MAX_FILE_ROWS) {
    return refuseFile(
      'file-rows',
      String(count),
      `一度に登録できるのは4,000件まで（このファイルは${count}件）です。分けて登録してください。`,
      `a file has at most 4,000 invoices (this one ${count}); split it.`,
    )
  }
  return table
}

const refuseFile = (rule: string, value: string, ja: string, en: string): Result<never> =>
  fail({ kind: 'invalid-input', problems: [{ field: 'file', value, rule, message: { ja, en } }] })

const toBatch = (
  id: string,
  request: FileRequest,
  table: Table,
  checked: { readonly valid: readonly CheckedRow[]; readonly problems: readonly Problem[] },
  now: Instant,
): Batch => {
  const { valid, problems } = checked
  const isSame = problems.some(({ rule }) => rule === SAME_FILE)
  const refused = problems.length > 0 && (request.mode === 'all_or_nothing' || valid.length === 0 || isSame)
  const faulty = new Set(problems.map(({ row }) => row))
  const cuts = valid.flatMap(({ draft, row = 0 }) => listCuts(draft).map((cut) => ({ ...cut, row })))
  return {
    id,
    merchantId: request.merchantId,
    fileName: request.fileName === '' ? `invoices-${toStamp(now).slice(0, 10)}.csv` : request.fileName,
    status: refused ? 'refused' : 'registered',
    mode: request.mode,
    rows: table.rows.length,
    accepted: refused ? 0 : valid.length,
    totalYen: sumYen(refused ? [] : valid.map(({ draft }) => draft.amountYen)),
    problems,
    refusedRows: [
      table.header,
      ...table.rows.filter(({ line }) => faulty.has(line)).map(({ cells }) => cells),
    ],
    cutCount: cuts.length,
    cuts: cuts.slice(0, MAX_LISTED_CUTS),
    registeredAt: now,
  }
}
