/** What the document says of one call, beside its schemas. */
import type * as z from 'zod'
import type { Text } from '../../../../domain/result.ts'

/** A file, by its media type. */
export type FileType =
  | 'application/pdf'
  | 'text/csv'
  | 'text/html'
  | 'image/svg+xml'
  | 'image/png'
  | 'application/octet-stream'
  | 'application/zip'
  | 'application/x-ndjson'
  | 'image/*'

/** JSON by a schema, a file, a form of parts, or nothing. */
export type Content = z.ZodType | FileType | 'nothing'

/** An upload: raw bytes, or a form with these parts. */
export type Upload = { readonly raw?: FileType; readonly parts?: Readonly<Record<string, 'file' | 'json'>> }

export type Operation = {
  /** `operationId`. */
  readonly id: string
  readonly method: 'get' | 'post' | 'put' | 'delete'
  /** Below `/api/v1` or `/network/v1`; parameters in braces. */
  readonly path: string
  readonly tag: string
  readonly says: Text
  readonly query?: z.ZodObject
  readonly body?: z.ZodType
  /** Whether the body may be left out. */
  readonly bodyOptional?: true
  readonly upload?: Upload
  /** A body that works when pasted. */
  readonly example?: unknown
  /** By status. */
  readonly answers: Readonly<Record<number, Content>>
  /** Statuses of problem documents besides 401 and 429. */
  readonly refusals: readonly number[]
  /** Who may call it: anybody, a key, or a store. */
  readonly auth?: 'none' | 'signature'
  /** For managers or admins only. */
  readonly role?: 'manager' | 'admin'
}
