/** How far the notices of a file are, told as it happens (Server-Sent Events). */
import { streamSSE } from 'hono/streaming'
import type { BatchProgress } from '../../../domain/batch.ts'
import type { PageDeps, WebContext } from './web-env.ts'

/** Between two looks, in ms. */
const EVERY_MS = 700
/** Looks of one connection; the browser opens the next one by itself. */
const LOOKS = 40

/** `progress` with the counts, again and again, and `done` when nothing more is on its way. */
export const streamProgress = (c: WebContext, { store }: PageDeps, batchId: string): Response =>
  streamSSE(c, async (stream) => {
    for (let look = 0; look < LOOKS && !stream.aborted; look += 1) {
      const progress = await store.batchProgress(batchId)
      await stream.writeSSE({ event: 'progress', data: JSON.stringify(progress) })
      if (!isSending(progress)) {
        await stream.writeSSE({ event: 'done', data: '' })
        return
      }
      await stream.sleep(EVERY_MS)
    }
  })

/** Whether notices are still on their way out. */
export const isSending = ({ sent, parked, notices }: BatchProgress): boolean => sent + parked < notices
