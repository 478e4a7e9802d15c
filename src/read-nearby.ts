/** Lists may be read from a copy of the database near the reader, never older than what the same person has seen. */
import type { D1Database } from '@cloudflare/workers-types'

/** What a statement can be asked of: the database itself, or a session of it. */
export type Readable = Pick<D1Database, 'prepare' | 'batch'>

/** Carries the place in the database's history up to which its holder has seen. */
const COOKIE = 'pitpost-seen'
const HEADER = 'x-pitpost-seen'
/** Lists: they show, and decide nothing. */
const LISTS =
  /^\/(api\/v1\/)?(invoices|payments|settlements|files|mails|deliveries|customers|numbers|feeds|forecast)(\.csv)?$/
const WITHOUT_SESSION = /^\/(network|slack|webhooks|assets|healthz|readyz|metrics|s)(\/|$)/

/**
 * Whatever decides, and whoever has not said what they have seen, reads the primary. After a change its maker is told the
 * place it stands at, so that the list that follows shows it.
 */
export const answerNearby = async (
  db: D1Database,
  request: Request,
  answer: (from: Readable) => Promise<Response>,
): Promise<Response> => {
  const { pathname } = new URL(request.url)
  if (WITHOUT_SESSION.test(pathname)) return answer(db)
  const seen = seenBy(request)
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  if (isRead && !LISTS.test(pathname)) return answer(db)
  const session = db.withSession(isRead && seen !== undefined ? seen : 'first-primary')
  const response = await answer(isRead ? session : db)
  if (!isRead) await session.prepare('select 1').first()
  const place = session.getBookmark()
  return place === null || place === seen ? response : tell(request, response, place)
}

const seenBy = (request: Request): string | undefined => {
  const cookie = request.headers
    .get('cookie')
    ?.split(';')
    .map((part) => part.trim())
    .find((part) => part.startsWith(`${COOKIE}=`))
  const place = request.headers.get(HEADER) ?? cookie?.slice(COOKIE.length + 1)
  return place !== undefined && /^[0-9a-f]{8}(-[0-9a-f]+)+$/.test(place) ? place : undefined
}

const tell = (request: Request, response: Response, place: string): Response => {
  const { pathname, protocol } = new URL(request.url)
  const told = new Response(response.body, response)
  told.headers.set(HEADER, place)
  if (!pathname.startsWith('/api/')) {
    const secure = protocol === 'https:' ? '; Secure' : ''
    told.headers.append(
      'set-cookie',
      `${COOKIE}=${place}; Path=/; HttpOnly; SameSite=Lax; Max-Age=600${secure}`,
    )
  }
  return told
}
