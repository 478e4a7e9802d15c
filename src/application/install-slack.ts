/** Installs pitpost in workspaces of Slack for merchants, and forgets what Slack takes away. */
import { type Actor, type Role, refuseRole, systemActor } from '../domain/access.ts'
import { type Instant, isEarlier } from '../domain/jst-day.ts'
import { type Failure, fail, ok, type Result, type Text } from '../domain/result.ts'
import type { SlackInstallation } from '../domain/slack-installation.ts'
import type { Change, SlackGrant } from '../ports.ts'
import { commitWithRetry } from './commit-with-retry.ts'
import { noteChange } from './note-change.ts'
import { toDelivery } from './to-delivery.ts'
import { toSha256 } from './to-sha256.ts'
import type { World } from './world.ts'

type InstallWorld = Pick<World, 'store' | 'random' | 'seal'>
type Asker = { readonly merchantId: string; readonly role: Role; readonly actor: Actor }

/** How long one may take at Slack, in minutes. */
const STATE_MINUTES = 15

/** The `state` to go to Slack with: it comes back once, to the same merchant. Admins only. */
export const beginInstall = async (
  { store, random }: Pick<World, 'store' | 'random'>,
  { merchantId, role, actor }: Asker,
  now: Instant,
): Promise<Result<string>> => {
  const refused = refuseRole(role, 'admin')
  if (refused !== undefined) return fail(refused)
  const state = random.token()
  const expiresAt = now.add({ minutes: STATE_MINUTES })
  const ticket = {
    hash: await hashOf(state),
    kind: 'install',
    merchantId,
    madeBy: actor.name,
    expiresAt,
  } as const
  await store.commit([{ kind: 'add-slack-ticket', ticket }])
  return ok(state)
}

export type FinishRequest = Asker & {
  readonly state: string
  /** Redeems the code at Slack; undefined when Slack does not take it. */
  readonly redeem: () => Promise<SlackGrant | undefined>
}

/** The installation: from now on the merchant's lines go to that workspace, and bills are typed there. */
export const finishInstall = async (
  world: InstallWorld,
  { merchantId, role, actor, state, redeem }: FinishRequest,
  now: Instant,
): Promise<Result<SlackInstallation>> => {
  const refused = refuseRole(role, 'admin')
  if (refused !== undefined) return fail(refused)
  const hash = await hashOf(state)
  const ticket = await world.store.slackTicket(hash)
  const isTheirs = ticket?.kind === 'install' && ticket.merchantId === merchantId
  if (!isTheirs || isEarlier(ticket.expiresAt, now)) return refuse(stateIsOver)
  // Used up before Slack is asked: nobody comes back with it a second time.
  if ((await world.store.commit([{ kind: 'use-slack-ticket', hash, at: now }])) !== 'done')
    return refuse(stateIsOver)
  const grant = await redeem()
  if (grant === undefined) return refuse(notGranted)
  const { token, ...facts } = grant
  const sealedToken = await world.seal.close(token, purposeOf(grant.tenant))
  const installation = { ...facts, merchantId, sealedToken, installedAt: now, installedBy: actor.name }
  const note = noteChange(world, {
    ...{ merchantId, at: now, actor, topic: 'slack', action: 'add', subject: grant.teamName },
    fields: [{ field: 'workspace', from: '', to: grant.tenant }],
  })
  const saved = await world.store.commit([{ kind: 'save-installation', installation }, note])
  return saved === 'done' ? ok(installation) : refuse(workspaceTaken)
}

/** The bot's token of an installation; undefined when the key of the environment does not open it. */
export const openToken = (
  { seal }: Pick<World, 'seal'>,
  { tenant, sealedToken }: SlackInstallation,
): Promise<string | undefined> => seal.open(sealedToken, purposeOf(tenant))

/** Slack took it away (uninstalled, token revoked): it is forgotten, and the merchant's admins are told by mail. */
export const removeInstallation = (
  world: Pick<World, 'store' | 'random'>,
  { tenant, why }: { readonly tenant: string; readonly why: string },
  now: Instant,
): Promise<Result<void>> =>
  commitWithRetry(world.store, async () => {
    const installation = await world.store.slackInstallation(tenant)
    if (installation === undefined) return ok({ changes: [], value: undefined })
    const { merchantId, teamName } = installation
    const people = await world.store.staff(merchantId)
    const admins = people.flatMap(({ isActive, role, email }) =>
      isActive && role === 'admin' && email !== undefined ? [email] : [],
    )
    const office = (await world.store.merchant(merchantId))?.email
    const to = admins.length > 0 ? admins : office === undefined ? [] : [office]
    const deliveries = to.map((address) =>
      toDelivery(
        world.random,
        { merchantId },
        { kind: 'slack-removed', tenant, teamName, at: now.toString(), to: address },
        now,
      ),
    )
    const note = noteChange(world, {
      ...{ merchantId, at: now, actor: systemActor, topic: 'slack', action: 'remove', subject: teamName },
      fields: [{ field: 'workspace', from: tenant, to: why }],
    })
    const changes: readonly Change[] = [
      { kind: 'remove-installation', tenant },
      ...(deliveries.length === 0 ? [] : [{ kind: 'queue-deliveries', deliveries } as const]),
      note,
    ]
    return ok({ changes, value: undefined })
  })

const purposeOf = (tenant: string): string => `slack-bot-token:${tenant}`
const hashOf = (state: string): Promise<string> => toSha256(`slack-install:${state}`)
const refuse = (message: Text) => fail<Failure>({ kind: 'wrong-state', message })

const stateIsOver: Text = {
  ja: 'この手続きは終わったか、時間が過ぎています。「設定 → Slack」からもう一度始めてください。',
  en: 'This was done already, or took too long. Begin again under Settings → Slack.',
}
const notGranted: Text = {
  ja: 'Slackで許可されませんでした。もう一度お試しください。',
  en: 'Slack did not grant it. Please try again.',
}
const workspaceTaken: Text = {
  ja: 'このワークスペースは別の加盟店につながっています。先にSlackの側でアプリを外してください。',
  en: 'This workspace belongs to another merchant; remove the app in Slack first.',
}
