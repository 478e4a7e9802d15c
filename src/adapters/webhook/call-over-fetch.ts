/** Calls a merchant's own system from workerd, whose `fetch` reaches no private net; redirects are not followed. */
import { isPrivateHost } from '../../domain/webhook.ts'
import type { CallWebhook } from '../../ports.ts'

/** Until the answer's beginning has come, in ms. */
const TIMEOUT_MS = 15_000
/** Of an answer that is kept, in characters. */
const KEPT = 2_048

export const callOverFetch: CallWebhook = async (url, headers, body) => {
  const start = Date.now()
  const nothing = { status: undefined, error: undefined, answer: undefined }
  if (isPrivateHost(new URL(url).hostname.replace(/^\[|\]$/g, '')))
    return { ...nothing, error: 'not a public address', tookMs: 0 }
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal })
    const text = await beginningOf(answer)
    return { ...nothing, status: answer.status, answer: text, tookMs: Date.now() - start }
  } catch (error) {
    const message = String(error instanceof Error ? error.message : error)
    return { ...nothing, error: message.slice(0, 200), tookMs: Date.now() - start }
  }
}

const beginningOf = async (answer: Response): Promise<string> => {
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  while (reader !== undefined && text.length < KEPT) {
    const { done, value } = await reader.read()
    if (done) break
    text += value
  }
  await reader?.cancel().catch(() => undefined)
  return text.slice(0, KEPT)
}
