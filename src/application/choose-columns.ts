/** Which column of a merchant's file is what: by its headers, or as the merchant once said for such headers. */
import {
  type ColumnChoice,
  type FileField,
  fileColumns,
  guessColumns,
  headerKey,
  readColumns,
} from '../domain/file-columns.ts'
import { toSha256 } from './to-sha256.ts'
import type { World } from './world.ts'

/** Headers that need no explanation are read as they are; others as they were explained the last time. */
export const chooseColumns = async (
  { store }: Pick<World, 'store'>,
  merchantId: string,
  header: readonly string[],
): Promise<ColumnChoice> => {
  const guessed = guessColumns(header)
  if (readColumns(header, guessed).ok) return guessed
  const kept = await store.setting(await nameOf(merchantId, header))
  // Written below, from fields; what has been renamed since is left out.
  const known = kept === undefined ? undefined : (JSON.parse(kept) as readonly (string | null)[])
  return known === undefined ? guessed : known.map((field) => toFileField(field ?? ''))
}

/** Remembers what the columns of a file with such headers are. */
export const rememberColumns = async (
  { store }: Pick<World, 'store'>,
  merchantId: string,
  header: readonly string[],
  columns: ColumnChoice,
): Promise<void> => {
  const value = JSON.stringify(columns.map((field) => field ?? null))
  await store.commit([{ kind: 'set-setting', name: await nameOf(merchantId, header), value }])
}

/** A field by its name, as a form sends it. */
export const toFileField = (text: string): FileField | undefined =>
  fileColumns.find(({ field }) => field === text)?.field

const nameOf = async (merchantId: string, header: readonly string[]): Promise<string> =>
  `file-columns:${merchantId}:${(await toSha256(headerKey(header))).slice(0, 32)}`
