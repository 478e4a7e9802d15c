/** What a failed call to Slack means for the message: try again, when, and whether it may be there all the same. */
import type { SendFailure } from '../../ports.ts'

/** Wait before trying again when a person has to mend the set-up first, in ms. */
const SETUP_RETRY_MS = 300_000
/** Wait where Slack says "too often" and not how long, in ms. */
const BUSY_MS = 30_000

/** The message itself is at fault. */
const faulty: ReadonlySet<string> = new Set([
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_too_long',
  'msg_blocks_too_long',
  'no_text',
  'invalid_metadata_format',
  'invalid_metadata_schema',
  'metadata_too_large',
  'markdown_text_conflict',
])
const gone: ReadonlySet<string> = new Set([
  'message_not_found',
  'cant_update_message',
  'edit_window_closed',
  'thread_not_found',
])
/** Slack itself is in trouble: what was asked for may have been done. */
const troubled: ReadonlySet<string> = new Set([
  'fatal_error',
  'internal_error',
  'service_unavailable',
  'request_timeout',
])
const busy: ReadonlySet<string> = new Set(['ratelimited', 'rate_limited', 'message_limit_exceeded'])

/** Nothing is given up for a wrong token or channel: a person mends it, and the lines then follow. */
export const toSlackFailure = (error: unknown): SendFailure => {
  const detail = String(error)
  const code = codeOf(error)
  if (typeof error === 'object' && error !== null && 'retryAfter' in error)
    return { detail, retry: true, retryAfterMs: Number(error.retryAfter) * 1_000 }
  if (code === undefined || troubled.has(code)) return { detail, retry: true, doubtful: true }
  if (busy.has(code)) return { detail, retry: true, retryAfterMs: BUSY_MS }
  if (gone.has(code)) return { detail, retry: false, gone: true }
  if (faulty.has(code)) return { detail, retry: false }
  return { detail, retry: true, retryAfterMs: SETUP_RETRY_MS }
}

/** Slack's own word for what was wrong; undefined when Slack did not answer. */
export const codeOf = (error: unknown): string | undefined => {
  if (typeof error !== 'object' || error === null || !('data' in error)) return undefined
  const { data } = error
  return typeof data === 'object' && data !== null && 'error' in data ? String(data.error) : undefined
}
