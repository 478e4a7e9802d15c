/** Finds out whose channel it is and who is in it, before anything is done there. */
import type { WebClient } from '@slack/web-api'
import { hasRole, type Role } from '../../domain/access.ts'
import type { ChatPerson } from '../../domain/chat-access.ts'
import type { Instant } from '../../domain/jst-day.ts'
import type { Merchant } from '../../domain/merchant.ts'
import { type Failure, fail, ok, type Result, type Text } from '../../domain/result.ts'
import type { Staff } from '../../domain/staff.ts'
import type { Drawn } from './block-kit.ts'
import { context } from './block-kit.ts'
import { drawFailure, drawHint } from './draw-answer.ts'
import { escapeMrkdwn } from './mrkdwn.ts'
import { findChannelMerchant, noMerchant } from './run-command.ts'
import type { SlackDeps } from './slack-deps.ts'

/** As a request from Slack names them. */
export type Visitor = {
  readonly team: string
  readonly userId: string
  /** What Slack calls them, where it says so. */
  readonly userName: string
  readonly channel: string
  readonly channelName?: string | undefined
}

export type Entered = { readonly merchant: Merchant; readonly person: ChatPerson }

/** Slack's `trigger_id` lives 3 s: a slow answer is not waited for, in ms. */
const PATIENCE_MS = 800
/** Names that a refusal lists. */
const MAX_KEEPERS = 5

/** Who did something on a message, or in a view. */
export const visitorOf = (
  body: {
    readonly team?: { readonly id: string } | null
    readonly enterprise?: { readonly id: string } | null | undefined
    readonly user: { readonly id: string; readonly name?: string; readonly username?: string }
    readonly channel?: { readonly id?: string; readonly name?: string }
  },
  /** Of a view, which lies over no channel: the one it was opened from. */
  channel = body.channel?.id ?? '',
): Visitor => ({
  team: body.team?.id ?? body.enterprise?.id ?? '',
  userId: body.user.id,
  userName: body.user.name ?? body.user.username ?? body.user.id,
  channel,
  channelName: body.channel?.name,
})

/** The merchant and the person, with the role they have at this moment; otherwise what to tell them. */
export const enterChat = async (
  deps: SlackDeps,
  client: WebClient,
  visitor: Visitor,
  now: Instant,
): Promise<Result<Entered, Drawn>> => {
  const merchant = await findChannelMerchant(deps, visitor)
  return merchant === undefined ? fail(drawHint(noMerchant)) : enterAs(deps, client, merchant, visitor, now)
}

/** The same where it is known already whose it is: in a view that was opened in the merchant's channel. */
export const enterMerchant = async (
  deps: SlackDeps,
  client: WebClient,
  merchantId: string,
  visitor: Visitor,
  now: Instant,
): Promise<Result<Entered, Drawn>> => {
  const merchant = await deps.store.merchant(merchantId)
  return merchant === undefined ? fail(drawHint(noMerchant)) : enterAs(deps, client, merchant, visitor, now)
}

const enterAs = async (
  deps: SlackDeps,
  client: WebClient,
  merchant: Merchant,
  { team, userId, userName }: Visitor,
  now: Instant,
): Promise<Result<Entered, Drawn>> => {
  const request = {
    merchantId: merchant.id,
    person: { team, user: userId },
    told: userName,
    strangers: deps.strangers,
    lookUp: () => askSlack(client, userId),
  }
  const person = await deps.story.recognizePerson(request, now)
  if (!person.ok) return fail(await refuse(deps, merchant, person.failure, 'admin'))
  return ok({ merchant, person: person.value })
}

/** Why the person may not do this, and whom to ask; undefined when they may. */
export const refuseInChat = async (
  deps: Pick<SlackDeps, 'store'>,
  { merchant, person }: Entered,
  needed: Role,
): Promise<Drawn | undefined> => {
  if (hasRole(person.role, needed)) return undefined
  const message: Text = {
    ja: needed === 'admin' ? 'これは管理者だけができます' : 'これは責任者か管理者だけができます',
    en: needed === 'admin' ? 'only an admin may do this' : 'only a manager or an admin may do this',
  }
  return refuse(deps, merchant, { kind: 'not-allowed', message }, needed)
}

const refuse = async (
  { store }: Pick<SlackDeps, 'store'>,
  merchant: Merchant,
  failure: Failure,
  needed: Role,
): Promise<Drawn> => {
  const { text, blocks } = drawFailure(failure)
  const keepers = (await store.staff(merchant.id))
    .filter(({ isActive, role }) => isActive && hasRole(role, needed))
    .slice(0, MAX_KEEPERS)
  // The example of a bill, which every hint ends with, is of no use to somebody who may not register one.
  const said = blocks.slice(0, 1)
  if (keepers.length === 0) return { text, blocks: said }
  const whom = keepers.map(mention).join('、')
  return { text, blocks: [...said, context(`お願いする人 Ask: ${whom}`)] }
}

const mention = ({ slack, name }: Staff): string =>
  slack === undefined ? escapeMrkdwn(name) : `<@${slack.user}>`

/** What Slack knows of a person; undefined when it does not say in time, or may not. */
const askSlack = async (
  client: WebClient,
  user: string,
): Promise<{ readonly name: string; readonly email: string | undefined } | undefined> => {
  const { promise: late, resolve } = Promise.withResolvers<undefined>()
  const timer = setTimeout(() => resolve(undefined), PATIENCE_MS)
  const asked = client.users
    .info({ user })
    .then(({ user: told }) => {
      const name = told?.profile?.real_name || told?.real_name || told?.name
      // Of somebody from another workspace in a shared channel, the address proves nothing here.
      const isOurs = told?.is_stranger !== true && told?.deleted !== true
      return name === undefined
        ? undefined
        : { name: name.slice(0, 80), email: isOurs ? told?.profile?.email : undefined }
    })
    .catch(() => undefined)
  const told = await Promise.race([asked, late])
  clearTimeout(timer)
  return told
}
