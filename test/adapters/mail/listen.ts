/** A loopback server for tests. */
import { createServer, type RequestListener, type Server } from 'node:http'
import { getRequestListener } from '@hono/node-server'

export type Listening = { readonly url: string; close(): Promise<void> }

/** Listens on a free port; `close` cuts what is still open. */
export const listen = async (answer: RequestListener): Promise<Listening> => {
  const server: Server = createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The same over a `fetch` function. */
export const listenWith = (fetch: (request: Request) => Response | Promise<Response>): Promise<Listening> =>
  listen(getRequestListener(fetch))
