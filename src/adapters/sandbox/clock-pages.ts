/** The sandbox's clock at `/sandbox/clock`: see due days, closings and payouts happen by moving it forward. */
import { Hono } from 'hono'
import { closingDayOnOrAfter } from '../../domain/calendar.ts'
import { atTime, formatDay, formatJstTime, type Instant, toJstDay, toStamp } from '../../domain/jst-day.ts'
import type { CycleName } from '../../domain/merchant.ts'
import { ok, type Result } from '../../domain/result.ts'
import type { Clock, Render } from '../../ports.ts'

export type ClockPagesDeps = {
  readonly render: Render
  readonly clock: Clock
  readonly cycle: CycleName
  /** Walks there day by day, with everything that happens on the way. */
  readonly moveClock: (to: Instant) => Promise<Result<void>>
}

/** Days one move may span: longer walks take several. */
const MAX_DAYS = 400
/** The hour at which a jump to a day arrives, JST. */
const ARRIVAL_HOUR = 9

/** Routes below `/sandbox/clock`. */
export const createClockPages = ({ render, clock, cycle, moveClock }: ClockPagesDeps): Hono => {
  const pages = new Hono()
  const show = (said: string | null, wrong: string | null) => {
    const today = toJstDay(clock.now())
    const closing = closingDayOnOrAfter(cycle, today)
    const jumps = [
      { to: today.add({ days: 1 }), name: 'あした Tomorrow' },
      { to: today.add({ days: 7 }), name: '1週間後 In a week' },
      {
        to: closing.add({ days: 1 }),
        name: `締め日（${formatDay(closing, 'ja')}）の翌日 After the closing day`,
      },
      { to: closing.add({ days: 12 }), name: '通知日のあと（確定した精算） After the notice day' },
      { to: closing.add({ days: 24 }), name: 'お振込のあと After the payout' },
    ].map(({ to, name }) => ({ name, to: toStamp(atTime(to, ARRIVAL_HOUR)) }))
    return render('sandbox/clock', { title: '時計', now: formatJstTime(clock.now()), jumps, said, wrong })
  }
  pages.get('/', (c) => c.html(show(null, null)))
  pages.get('/now.json', (c) => c.json({ now: toStamp(clock.now()) }))
  pages.post('/', async (c) => {
    const isJson = (c.req.header('content-type') ?? '').startsWith('application/json')
    const body: unknown = isJson ? await c.req.json().catch(() => ({})) : await c.req.parseBody()
    const text = typeof body === 'object' && body !== null && 'now' in body ? String(body.now) : ''
    const moved = await move(clock, moveClock, text)
    if (isJson) {
      return moved.ok ? c.json({ now: toStamp(clock.now()) }) : c.json({ detail: moved.failure }, 422)
    }
    return moved.ok ? c.html(show('時計を進めました。', null)) : c.html(show(null, moved.failure), 422)
  })
  return pages
}

const move = async (
  clock: Clock,
  moveClock: ClockPagesDeps['moveClock'],
  text: string,
): Promise<Result<void, string>> => {
  const to = parseMoment(text)
  if (to === undefined) {
    return {
      ok: false,
      failure: '日時として読めません（例：2026-12-01、2026-12-01T09:00:00+09:00）。 Not a moment.',
    }
  }
  if (to.since(clock.now()).total('hours') > MAX_DAYS * 24) {
    return {
      ok: false,
      failure: `一度に進められるのは${MAX_DAYS}日までです。 At most ${MAX_DAYS} days at once.`,
    }
  }
  const moved = await moveClock(to)
  if (moved.ok) return ok(undefined)
  return {
    ok: false,
    failure: moved.failure.kind === 'wrong-state' ? moved.failure.message.ja : '進められませんでした。',
  }
}

/** An instant, or a JST day (its morning). */
const parseMoment = (text: string): Instant | undefined => {
  try {
    return /^\d{4}-\d{2}-\d{2}$/.test(text)
      ? atTime(Temporal.PlainDate.from(text), ARRIVAL_HOUR)
      : Temporal.Instant.from(text)
  } catch {
    return undefined
  }
}
