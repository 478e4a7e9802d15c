/** `GET /metrics`: figures of the whole installation as Prometheus reads them; for the centre's keys and this very machine. */
import { type Context, Hono } from 'hono'
import type { Story } from '../../application/story.ts'
import { CENTRE_ID } from '../../domain/merchant.ts'
import type { Clock, Store } from '../../ports.ts'

export type MetricsDeps = {
  readonly story: Story
  readonly store: Store
  readonly clock: Clock
}

type Sample = readonly [labels: Readonly<Record<string, string>>, value: number]

/** Route `/metrics`. */
export const createMetrics = (deps: MetricsDeps): Hono => {
  const door = new Hono()
  door.get('/', async (c) => {
    if (!isOnThisMachine(c) && !(await isCentre(c, deps)))
      return c.text('a key of the centre is needed\n', 401)
    return c.body(await writeMetrics(deps), 200, {
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
    })
  })
  return door
}

/** Behind a proxy everybody seems to be here: what came through one says so. */
const isOnThisMachine = (c: Context): boolean => {
  const { address } = (c.env ?? {}) as { readonly address?: string }
  const isForwarded = ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via'].some(
    (name) => c.req.header(name) !== undefined,
  )
  return !isForwarded && ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(address ?? '')
}

const isCentre = async (c: Context, { story, clock }: MetricsDeps): Promise<boolean> => {
  const bearer = /^Bearer (\S+)$/.exec(c.req.header('authorization') ?? '')?.[1]
  const key = bearer === undefined ? undefined : await story.findApiKey(bearer, clock.now())
  return key?.merchantId === CENTRE_ID
}

const writeMetrics = async ({ store, clock }: MetricsDeps): Promise<string> => {
  const merchants = await store.merchants()
  const [counts, waiting] = await Promise.all([
    Promise.all([CENTRE_ID, ...merchants.map(({ id }) => id)].map((id) => store.statusCounts(id))),
    store.waitingDeliveries(),
  ])
  const statuses = Object.keys(counts[0] ?? {}) as (keyof (typeof counts)[number])[]
  const sumOf = (status: (typeof statuses)[number]): number =>
    counts.reduce((sum, count) => sum + count[status], 0)
  const now = clock.now().epochMilliseconds
  return [
    metric('pitpost_merchants', 'Merchants of this centre.', [[{}, merchants.length]]),
    metric(
      'pitpost_invoices',
      'Invoices by status.',
      statuses.map((status): Sample => [{ status }, sumOf(status)]),
    ),
    metric(
      'pitpost_deliveries_waiting',
      'Messages that have not left yet.',
      waiting.map(({ channel, status, count }): Sample => [{ channel, status }, count]),
    ),
    metric(
      'pitpost_deliveries_overdue_seconds',
      'How long the message that has waited longest could have left.',
      waiting.map(({ channel, status, oldest }): Sample => {
        const lateMs = Math.max(0, now - oldest.epochMilliseconds)
        return [{ channel, status }, Math.round(lateMs / 1_000)]
      }),
    ),
  ].join('')
}

const metric = (name: string, help: string, samples: readonly Sample[]): string =>
  [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} gauge`,
    ...samples.map(([labels, value]) => {
      // Labels are words of our own: nothing in them needs escaping.
      const list = Object.entries(labels).map(([label, text]) => `${label}="${text}"`)
      return `${name}${list.length === 0 ? '' : `{${list.join(',')}}`} ${value}`
    }),
    '',
  ].join('\n')
