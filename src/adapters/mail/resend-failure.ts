/** What Resend's refusals mean for a delivery. */
import type { ErrorResponse } from 'resend'
import type { SendFailure } from '../../ports.ts'

/** Wait after a used-up quota, in ms; ten tries at this pace outlast the day that a daily quota runs. */
const QUOTA_WAIT_MS = 3 * 60 * 60 * 1_000
/** The longest wait that a provider may ask for, in ms. */
const MAX_WAIT_MS = 24 * 60 * 60 * 1_000

/** The same key came before with other words, in other words: what it stands for has been taken. */
export const isAlreadyTaken = ({ name }: ErrorResponse): boolean => name === 'invalid_idempotent_request'

/** What can get better by itself is tried again; a refused address, mail or key is for a person. */
export const toResendFailure = (
  error: ErrorResponse,
  headers: Readonly<Record<string, string>> | null,
): SendFailure => {
  // The client passes on whatever JSON came: its types are its hope, not its check.
  const { name, statusCode, message } = error as Partial<ErrorResponse>
  const status = typeof statusCode === 'number' ? statusCode : undefined
  const detail = `${name ?? 'error'} (${status ?? 'no answer'}): ${message ?? ''}`
  const retry = status === undefined || status === 408 || status === 409 || status === 429 || status >= 500
  if (!retry) return { detail, retry }
  const isQuota = name === 'daily_quota_exceeded' || name === 'monthly_quota_exceeded'
  const waitMs = parseWaitMs(headers?.['retry-after']) ?? (isQuota ? QUOTA_WAIT_MS : undefined)
  return { detail, retry, ...(waitMs === undefined ? {} : { retryAfterMs: waitMs }) }
}

/** Resend counts in seconds; a date, as HTTP would allow, is left to our own backoff. */
const parseWaitMs = (header: string | undefined): number | undefined => {
  const seconds = Number(header ?? Number.NaN)
  return seconds > 0 ? Math.min(MAX_WAIT_MS, Math.ceil(seconds * 1_000)) : undefined
}
