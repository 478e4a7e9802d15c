/** What every page is handed, and what a signed-in request knows. */
import type { Context } from 'hono'
import type { Story } from '../../../application/story.ts'
import type { Actor, Role, Session } from '../../../domain/access.ts'
import { CENTRE_ID } from '../../../domain/merchant.ts'
import type { Text } from '../../../domain/result.ts'
import type {
  Clock,
  DrawBarcode,
  Limiter,
  ReadAsset,
  Render,
  SlackSignIn,
  Store,
  WriteDueEntry,
  WriteMail,
} from '../../../ports.ts'
import { inLanguage, readLanguage, toText } from './language-pages.ts'
import { toMenuModel } from './menu.ts'

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
  /** "Sign in with Slack"; undefined where it is not configured. */
  readonly slackSignIn: SlackSignIn | undefined
  readonly readAsset: ReadAsset
  readonly limiter: Limiter
  readonly writeDueEntry: WriteDueEntry
  /** Whether workspaces can be connected from the console. */
  readonly canInstallSlack: boolean
}

export type WebEnv = { Variables: { session: Session } }
export type WebContext = Context<WebEnv>

/** Who asks for a change, for whom, and with what right. */
export const askerOf = (
  c: WebContext,
): { readonly merchantId: string; readonly role: Role; readonly actor: Actor } => {
  const { merchantId, role, staffName: name } = c.get('session')
  return { merchantId, role, actor: { kind: 'staff', name } }
}

/** What a page says of itself, and whatever its template shows; texts in it are in both languages. */
export type PageModel = { readonly title: string | Text } & Readonly<Record<string, unknown>>

/** A console page in the reader's language: the layout's own values are added. */
export const showPage = (
  c: WebContext,
  { render, sandbox }: PageDeps,
  name: string,
  model: PageModel,
  status: 200 | 403 | 404 | 409 | 422 = 200,
): Response | Promise<Response> => {
  const { staffName, merchantId } = c.get('session')
  const isCentre = merchantId === CENTRE_ID
  const language = readLanguage(c)
  const { search } = new URL(c.req.url)
  return c.html(
    render(inLanguage(name, language), {
      refresh: null,
      me: staffName,
      isCentre,
      sandbox,
      language,
      // What a form has sent cannot be asked for again by its address.
      here: c.req.method === 'GET' ? `${c.req.path}${search}` : '/',
      ...toMenuModel(c.req.path, isCentre),
      ...model,
      title: toText(model.title),
    }),
    status,
  )
}
