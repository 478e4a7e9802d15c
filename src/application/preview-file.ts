/** Looks at a file of invoices before it is registered: its bytes wait in the vault, and nothing else is stored. */

import type { Batch } from '../domain/batch.ts'
import type { ColumnChoice } from '../domain/file-columns.ts'
import type { Instant } from '../domain/jst-day.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import type { Table } from '../ports.ts'
import { checkFile, type FileRequest, openFile } from './accept-file.ts'
import { rememberColumns } from './choose-columns.ts'
import { toSha256 } from './to-sha256.ts'
import type { World } from './world.ts'

export type FilePreview = {
  readonly sha256: string
  readonly table: Table
  readonly columns: ColumnChoice
  /** What registering would make of it; undefined when the columns have to be explained first. */
  readonly batch: Batch | undefined
  readonly repeats: Batch['problems']
}

export type PreviewRequest = Omit<FileRequest, 'mode' | 'dryRun' | 'alongside' | 'confirmDuplicates'> & {
  /** What the columns are, as the person said just now; remembered for the next file with such headers. */
  readonly chosen?: ColumnChoice
}

/** What would be registered, and every problem and question. */
export const previewFile = async (
  world: World,
  request: PreviewRequest,
  now: Instant,
): Promise<Result<FilePreview>> => {
  const opened = await openFile(world, request, request.chosen)
  if (!opened.ok) return opened
  const { table, columns, read } = opened.value
  const sha256 = await toSha256(request.bytes)
  await world.vault.put(uploadKey(request.merchantId, sha256), request.bytes)
  if (!read.ok) return ok({ sha256, table, columns, batch: undefined, repeats: [] })
  if (request.chosen !== undefined)
    await rememberColumns(world, request.merchantId, table.header, request.chosen)
  const { batch, repeats } = await checkFile(
    world,
    { ...request, mode: 'valid_rows', confirmDuplicates: true },
    opened.value,
    now,
  )
  return ok({ sha256, table, columns, batch, repeats })
}

/** The bytes of a file that was looked at. */
export const fetchUpload = async (
  { vault }: Pick<World, 'vault'>,
  merchantId: string,
  sha256: string,
): Promise<Result<Uint8Array>> => {
  const bytes = /^[0-9a-f]{64}$/.test(sha256) ? await vault.get(uploadKey(merchantId, sha256)) : undefined
  return bytes === undefined || bytes.length === 0
    ? fail({ kind: 'not-found', what: 'batch', id: sha256.slice(0, 64) })
    : ok(bytes)
}

/** What is registered need not wait any longer. */
export const forgetUpload = (
  { vault }: Pick<World, 'vault'>,
  merchantId: string,
  sha256: string,
): Promise<void> => vault.put(uploadKey(merchantId, sha256), new Uint8Array())

const uploadKey = (merchantId: string, sha256: string): string => `uploads/${merchantId}/${sha256}`
