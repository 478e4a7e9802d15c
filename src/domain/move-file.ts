/** The file a merchant moves with: a line of JSON for each row and each kept file, a first line, and a last with the sum. */

/** Changes when a reader of before could not read it. */
export const MOVE_VERSION = 1

/** Kind of the rows that stand for bytes. */
export const BYTES_KIND = '*bytes'

export type MoveHead = {
  readonly pitpost: 'move'
  readonly version: number
  readonly id: string
  readonly merchantId: string
  readonly merchantName: string
  readonly exportedAt: string
}

export type MoveEnd = {
  readonly rows: number
  readonly files: number
  /** Keys of the vault that had no bytes when the file was written. */
  readonly missing: readonly string[]
  /** SHA-256 over all rows, as `toHashedText` writes them. */
  readonly sha256: string
}

export type MoveRow = readonly [
  kind: string,
  body: Readonly<Record<string, string | number | null>>,
  base64?: string,
]

export type MoveLine = MoveHead | { readonly end: MoveEnd } | MoveRow

/** What of a row goes into the sum; bytes do by their own hash. */
export const toHashedText = (kind: string, body: MoveRow[1]): string => `${JSON.stringify([kind, body])}\n`

export const isMoveRow = (line: unknown): line is MoveRow =>
  Array.isArray(line) && typeof line[0] === 'string' && typeof line[1] === 'object' && line[1] !== null

export const isMoveHead = (line: unknown): line is MoveHead =>
  typeof line === 'object' &&
  line !== null &&
  'pitpost' in line &&
  line.pitpost === 'move' &&
  'id' in line &&
  typeof line.id === 'string' &&
  /^mov_[\w]+$/.test(line.id) &&
  'merchantId' in line &&
  typeof line.merchantId === 'string' &&
  'version' in line
