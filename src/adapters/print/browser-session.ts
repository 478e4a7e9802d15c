/** Sessions of Cloudflare's Browser Rendering: one is taken up again while it lives, and left open for whoever comes next. */
import type { Fetcher, WebSocket } from '@cloudflare/workers-types'
import type { Clock } from '../../ports.ts'
import { BrowserBusy } from './browser-busy.ts'
import type { RunningBrowser } from './browser-pool.ts'
import { type Connection, openBlankPage, openDevtools } from './devtools.ts'
import { withTimeout } from './with-timeout.ts'

export type BrowserBinding = Pick<Fetcher, 'fetch'>

/** Places for browsers, shared by all workers: no more browsers run than there are places. */
export type BrowserSlots = {
  /** A free place and the session that was left in it, or undefined when all are taken. */
  take(): Promise<Slot | undefined>
  /** Notes what runs in a place that is held. */
  note(slot: Slot, session: Session): Promise<void>
  /** Gives the place back, with the session that goes on living in it. */
  leave(slot: Slot, session: Session | undefined): Promise<void>
}

export type Session = { readonly id: string; readonly startedAt: string }
export type Slot = { readonly number: number; readonly holder: string; readonly session: Session | undefined }

export type SessionDeps = {
  readonly binding: BrowserBinding
  readonly slots: BrowserSlots
  readonly clock: Clock
}

/** The binding looks at the path only. */
const HOST = 'https://browser.rendering'
/** A session that nobody uses ends after this time, in ms; until then the next job finds it warm. */
const KEEP_ALIVE_MS = 60_000
/** A session is replaced after this time, in ms, so that its memory stays bounded. */
const MAX_AGE_MS = 600_000
/** When to come back when all browsers are at work, in ms. */
const RETRY_AFTER_MS = 5_000
const START_MS = 20_000
/** How long to wait for a place, and how often to look for one meanwhile, in ms. */
const WAIT_MS = 5_000
const LOOK_MS = 500

/** Throws `BrowserBusy` when there is no place, or Cloudflare allows no more just now. */
export const openBrowserSession = async (deps: SessionDeps): Promise<RunningBrowser> => {
  const slot = await waitForSlot(deps)
  if (slot === undefined) throw new BrowserBusy('all browsers are at work', RETRY_AFTER_MS)
  try {
    const { session, connection } = await withTimeout(
      takeUp(deps, slot).then((found) => found ?? startNew(deps, slot)),
      START_MS,
    )
    return toBrowser(deps, slot, session, connection)
  } catch (error) {
    await deps.slots.leave(slot, undefined)
    throw error
  }
}

/** Somebody may be looking at an hourglass: most places are free again within seconds. */
const waitForSlot = async ({ slots }: SessionDeps): Promise<Slot | undefined> => {
  for (let waited = 0; waited < WAIT_MS; waited += LOOK_MS) {
    const slot = await slots.take()
    if (slot !== undefined) return slot
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
  return slots.take()
}

type Open = { readonly session: Session; readonly connection: SessionConnection }
type SessionConnection = Connection & { readonly socket: WebSocket; readonly ended: Promise<void> }

/** The session that was left in the place, if it still lives and is not too old. */
const takeUp = async ({ binding, clock }: SessionDeps, { session }: Slot): Promise<Open | undefined> => {
  if (session === undefined) return undefined
  const age = clock.now().since(Temporal.Instant.from(session.startedAt)).total('milliseconds')
  const connection = age < MAX_AGE_MS ? await connect(binding, session.id).catch(() => undefined) : undefined
  if (connection !== undefined) return { session, connection }
  // What nobody can use must not count against the number of browsers.
  await endSession(binding, session.id)
  return undefined
}

const startNew = async ({ binding, slots, clock }: SessionDeps, slot: Slot): Promise<Open> => {
  const answer = await binding.fetch(`${HOST}/v1/devtools/browser?keep_alive=${KEEP_ALIVE_MS}`, {
    method: 'POST',
  })
  if (answer.status === 429) {
    const asked = Number(answer.headers.get('retry-after'))
    throw new BrowserBusy(
      'Browser Rendering allows no more browsers now',
      asked > 0 ? asked * 1_000 : RETRY_AFTER_MS,
    )
  }
  if (!answer.ok)
    throw new Error(`Browser Rendering answered ${answer.status}: ${(await answer.text()).slice(0, 200)}`)
  const { sessionId } = (await answer.json()) as { readonly sessionId?: string }
  if (sessionId === undefined) throw new Error('Browser Rendering named no session')
  const session = { id: sessionId, startedAt: clock.now().toString() }
  // Before anything else: whoever finds this place after a crash finds the browser, too.
  await slots.note(slot, session)
  return { session, connection: await connect(binding, sessionId) }
}

const connect = async (binding: BrowserBinding, sessionId: string): Promise<SessionConnection> => {
  const answer = await binding.fetch(`${HOST}/v1/devtools/browser/${sessionId}`, {
    headers: { Upgrade: 'websocket' },
  })
  const socket = answer.webSocket
  if (socket === null) throw new Error(`no connection to the browser session: ${answer.status}`)
  socket.accept()
  const connection = openDevtools((message) => socket.send(message))
  const { promise: ended, resolve } = Promise.withResolvers<void>()
  const lost = (): void => {
    connection.end(new Error('the browser session is lost'))
    resolve()
  }
  socket.addEventListener('message', ({ data }) => {
    if (typeof data === 'string') connection.receive(data)
  })
  socket.addEventListener('close', lost)
  socket.addEventListener('error', lost)
  return { ...connection, socket, ended }
}

const toBrowser = (
  { binding, slots }: SessionDeps,
  slot: Slot,
  session: Session,
  connection: SessionConnection,
): RunningBrowser => {
  let isOver = false
  const over = async (left: Session | undefined): Promise<void> => {
    if (isOver) return
    isOver = true
    if (left === undefined) await endSession(binding, session.id)
    closeSocket(connection.socket)
    await slots.leave(slot, left)
  }
  const pages: { readonly close: () => Promise<void> }[] = []
  return {
    newPage: async () => {
      const page = await openBlankPage(connection)
      pages.push(page)
      return page
    },
    ended: connection.ended,
    end: () => over(undefined),
    // Whoever takes the session up again finds a browser without pages.
    leave: () =>
      Promise.all(pages.map((page) => page.close())).then(
        () => over(session),
        () => over(undefined),
      ),
  }
}

const endSession = async (binding: BrowserBinding, sessionId: string): Promise<void> => {
  // It may be gone already.
  await binding.fetch(`${HOST}/v1/devtools/browser/${sessionId}`, { method: 'DELETE' }).catch(() => undefined)
}

const closeSocket = (socket: WebSocket): void => {
  try {
    socket.close(1_000, 'done')
  } catch {
    // Closed already.
  }
}
