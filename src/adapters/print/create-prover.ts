/** The prover: looks at finished PDFs in a thread of its own, so that the server goes on answering meanwhile. */
import { Worker } from 'node:worker_threads'
import type { CardLook } from '../../domain/card-check.ts'
import { fail, ok, type Result } from '../../domain/result.ts'
import type { Prover } from '../../ports.ts'
import type { ProofQuestion } from './proof-worker.ts'

/** Resolution at which barcodes are read: what the worst of the usual printers puts on paper. */
const READING_DPI = 300
/** Resolution at which a card's artwork is judged. */
const LOOKING_DPI = 300
/** One question may take this long, in ms; a thread that takes longer is replaced. */
const TIMEOUT_MS = 60_000

type Waiting = { readonly give: (value: unknown) => void; readonly refuse: (error: Error) => void }
type Answer = { readonly id: number; readonly ok: boolean; readonly value: unknown; readonly error: string }

/** Nothing starts before the first question; a thread that breaks is replaced at the next one. */
export const createProver = (): Prover & { close(): Promise<void> } => {
  const waiting = new Map<number, Waiting>()
  let thread: Worker | undefined
  let last = 0

  const giveUp = (broken: Worker, error: Error): void => {
    if (thread !== broken) return
    thread = undefined
    for (const { refuse } of waiting.values()) refuse(error)
    waiting.clear()
    void broken.terminate()
  }
  const start = (): Worker => {
    const started = new Worker(new URL('./proof-worker.ts', import.meta.url))
    // A process that has nothing else to do may end.
    started.unref()
    started.on('message', ({ id, ok: isOk, value, error }: Answer) => {
      const asker = waiting.get(id)
      waiting.delete(id)
      if (isOk) asker?.give(value)
      else asker?.refuse(new Error(error))
    })
    started.on('error', (error) => giveUp(started, error instanceof Error ? error : new Error(String(error))))
    started.on('exit', (code) => giveUp(started, new Error(`the prover ended with ${code}`)))
    return started
  }
  const ask = async <T>(question: ProofQuestion): Promise<Result<T>> => {
    thread ??= start()
    const asked = thread
    last += 1
    const id = last
    const { promise, resolve, reject } = Promise.withResolvers<unknown>()
    waiting.set(id, { give: resolve, refuse: reject })
    const timer = setTimeout(() => giveUp(asked, new Error(`no proof after ${TIMEOUT_MS} ms`)), TIMEOUT_MS)
    // A copy: of a view, the whole memory beneath would be sent.
    asked.postMessage({ id, question: { ...question, pdf: question.pdf.slice() } })
    try {
      // The thread answers each kind of question with its own kind of value.
      return ok((await promise) as T)
    } catch (error) {
      return fail({ kind: 'unavailable', part: 'prover', detail: String(error) })
    } finally {
      clearTimeout(timer)
    }
  }
  return {
    readCodes: (pdf) => ask<readonly (readonly string[])[]>({ kind: 'codes', pdf, dpi: READING_DPI }),
    lookAt: (pdf) => ask<CardLook>({ kind: 'look', pdf, dpi: LOOKING_DPI }),
    toPng: (pdf, dpi) => ask<Uint8Array>({ kind: 'png', pdf, dpi }),
    sizeOf: (pdf) => ask({ kind: 'size', pdf }),
    close: async () => {
      const running = thread
      thread = undefined
      await running?.terminate()
    },
  }
}
