/** The DevTools protocol over any wire: every command is answered, or fails as soon as its page or the browser is gone. */
import type { ProtocolMapping } from 'devtools-protocol/types/protocol-mapping.js'

type Commands = ProtocolMapping.Commands
type Events = ProtocolMapping.Events

/** One page, or the browser itself, as its DevTools show it. */
export type Devtools = {
  send<M extends keyof Commands>(
    method: M,
    ...params: Commands[M]['paramsType']
  ): Promise<Commands[M]['returnType']>
  on<E extends keyof Events>(event: E, listener: (told: Events[E][0]) => void): void
}

export type BlankPage = Devtools & { readonly close: () => Promise<void> }

export type Connection = {
  readonly browser: Devtools
  /** The page behind a session of `Target.attachToTarget`. */
  readonly page: (sessionId: string) => Devtools
  /** Takes a message that came in. */
  readonly receive: (text: string) => void
  /** Fails whatever waits, now and later. */
  readonly end: (reason: Error) => void
}

type Message = {
  readonly id?: number
  readonly sessionId?: string
  readonly method?: string
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: { readonly message: string }
}

type Waiting = {
  readonly sessionId: string | undefined
  readonly resolve: (result: unknown) => void
  readonly reject: (reason: Error) => void
}

/** Messages are JSON; `write` sends one. */
export const openDevtools = (write: (message: string) => void): Connection => {
  const waiting = new Map<number, Waiting>()
  const listeners = new Map<string, ((told: unknown) => void)[]>()
  let lastId = 0
  let ended: Error | undefined

  const fail = (reason: Error, concerns: (entry: Waiting) => boolean): void => {
    for (const [id, entry] of waiting) {
      if (!concerns(entry)) continue
      waiting.delete(id)
      entry.reject(reason)
    }
  }
  const end = (reason: Error): void => {
    ended ??= reason
    fail(ended, () => true)
  }
  const receive = (message: Message): void => {
    const { id, sessionId, method, params, result, error } = message
    if (id === undefined) {
      if (method === 'Inspector.targetCrashed')
        fail(new Error('the page crashed'), (on) => on.sessionId === sessionId)
      for (const listener of listeners.get(`${sessionId} ${method}`) ?? []) listener(params)
      return
    }
    const entry = waiting.get(id)
    waiting.delete(id)
    if (error === undefined) entry?.resolve(result)
    else entry?.reject(new Error(error.message))
  }
  const devtoolsOf = (sessionId?: string): Devtools => ({
    send: (method, ...[params]) => {
      if (ended !== undefined) return Promise.reject(ended)
      lastId += 1
      const id = lastId
      write(JSON.stringify({ id, sessionId, method, params }))
      // The protocol says what a command answers.
      return new Promise((resolve, reject) =>
        waiting.set(id, { sessionId, resolve: resolve as (result: unknown) => void, reject }),
      )
    },
    on: (event, listener) => {
      const key = `${sessionId} ${event}`
      // The protocol says what an event carries.
      const hear = (told: unknown): void => listener(told as Parameters<typeof listener>[0])
      listeners.set(key, [...(listeners.get(key) ?? []), hear])
    },
  })
  // The browser writes what the protocol says.
  return {
    browser: devtoolsOf(),
    page: devtoolsOf,
    receive: (text) => receive(JSON.parse(text) as Message),
    end,
  }
}

/** A blank page in a process of its own. */
export const openBlankPage = async ({
  browser,
  page,
}: Pick<Connection, 'browser' | 'page'>): Promise<BlankPage> => {
  const { targetId } = await browser.send('Target.createTarget', { url: 'about:blank' })
  const { sessionId } = await browser.send('Target.attachToTarget', { targetId, flatten: true })
  return {
    ...page(sessionId),
    close: async () => {
      await browser.send('Target.closeTarget', { targetId })
    },
  }
}
