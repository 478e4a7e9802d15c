/** What every page is handed, and what a signed-in request knows. */
import type { Context } from 'hono'
import type { Story } from '../../../application/story.ts'
import type { Session } from '../../../domain/access.ts'
import { CENTRE_ID } from '../../../domain/merchant.ts'
import type { Clock, DrawBarcode, Render, Store, WriteMail } from '../../../ports.ts'

export type PageDeps = {
  readonly story: Story
  readonly store: Store
  readonly clock: Clock
  /** Sessions live by real time, also while the sandbox's clock is ahead. */
  readonly wallClock: Clock
  readonly render: Render
  readonly drawBarcode: DrawBarcode
  /** A letter as it would leave. */
  readonly writeMail: WriteMail
  /** Absolute, without a trailing slash. */
  readonly baseUrl: string
  /** A token for forms that must count once. */
  readonly newToken: () => string
  /** Cookies only over https. */
  readonly secureCookies: boolean
  readonly sandbox: boolean
}

export type WebEnv = { Variables: { session: Session } }
export type WebContext = Context<WebEnv>

/** A console page: the layout's own values are added. */
export const showPage = (
  c: WebContext,
  { render, sandbox }: PageDeps,
  name: string,
  model: Readonly<Record<string, unknown>>,
  status: 200 | 422 = 200,
): Response | Promise<Response> =>
  c.html(
    render(name, {
      refresh: null,
      me: c.get('session').staffName,
      isCentre: c.get('session').merchantId === CENTRE_ID,
      sandbox,
      ...model,
    }),
    status,
  )
