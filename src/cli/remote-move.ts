/** A running pitpost as the other side of a move, over its API. */
import type { MoveLine, MoveRow } from '../domain/move-file.ts'

/** Done, or what it said against it. */
export type RemoteAnswer = { readonly ok: true } | { readonly ok: false; readonly said: string }

export const createRemoteMove = (url: string, key: string) => {
  const call = async (path: string, body: string | undefined, once: string): Promise<Response> =>
    fetch(new URL(`/api/v1/moves/${path}`, url), {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${key}`,
        'content-type': body?.startsWith('{') === true ? 'application/json' : 'application/x-ndjson',
        'idempotency-key': once,
        'accept-language': 'ja',
      },
      ...(body !== undefined && { body }),
    })
  const answer = async (response: Response): Promise<RemoteAnswer> =>
    response.ok ? { ok: true } : { ok: false, said: await saidBy(response) }
  return {
    read: async (
      merchantId: string,
    ): Promise<{ ok: true; value: AsyncIterable<MoveLine> } | { ok: false; said: string }> => {
      const response = await call(encodeURIComponent(merchantId), undefined, 'read')
      if (!response.ok || response.body === null) return { ok: false, said: await saidBy(response) }
      return { ok: true, value: readLines(response.body) }
    },
    stage: async (part: { readonly id: string; readonly from: number; readonly lines: readonly MoveRow[] }) =>
      answer(
        await call(
          `${part.id}/lines?from=${part.from}`,
          part.lines.map((line) => JSON.stringify(line)).join('\n'),
          `${part.id}-${part.from}`,
        ),
      ),
    // Never the answer of an earlier try: what was kept aside may have changed since.
    land: async ({ id, ...sum }: { readonly id: string; readonly lines: number; readonly sha256: string }) =>
      answer(await call(`${id}/landing`, JSON.stringify(sum), crypto.randomUUID())),
  }
}

const saidBy = async (response: Response): Promise<string> => {
  const text = await response.text()
  try {
    const { detail = text } = JSON.parse(text) as { readonly detail?: string }
    return `${response.status} ${detail}`
  } catch {
    return `${response.status} ${text.slice(0, 500)}`
  }
}

const readLines = async function* (body: ReadableStream<Uint8Array>): AsyncGenerator<MoveLine> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const bytes of body) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    // Checked line by line where the file is read; here it is only passed on.
    for (const line of lines) yield JSON.parse(line) as MoveLine
  }
}
