/** Keeps who people in Slack are, whose channels are whose, tickets that come back from Slack, and installations. */
import type { ConnectedChannel, SlackProfile } from '../../domain/chat-access.ts'
import { toStamp } from '../../domain/jst-day.ts'
import type { SlackInstallation } from '../../domain/slack-installation.ts'
import type { Change, Store } from '../../ports.ts'
import { type Database, first, query, type Statement } from './database.ts'
import { insertRows } from './insert-rows.ts'
import { orNull, toInstant } from './rows.ts'
import type { Tables } from './tables.ts'
import { guard } from './write-invoices.ts'

type SlackReads = Pick<
  Store,
  | 'slackProfile'
  | 'merchantOfChannel'
  | 'connectedChannels'
  | 'slackTicket'
  | 'slackInstallation'
  | 'slackInstallations'
>
type Of<K extends Change['kind']> = Extract<Change, { kind: K }>

export const readSlackAccess = (database: Database): SlackReads => ({
  slackProfile: async ({ team, user }) => {
    const rows = query
      .selectFrom('slack_people')
      .selectAll()
      .where('team', '=', team)
      .where('user', '=', user)
    const row = await first(database, rows.compile())
    return row && toProfile(row)
  },
  merchantOfChannel: async ({ team, channel }) => {
    const rows = query.selectFrom('slack_channels').select('merchant_id').where('team', '=', team)
    return (await first(database, rows.where('channel', '=', channel).compile()))?.merchant_id
  },
  connectedChannels: async (merchantId) => {
    const rows = query.selectFrom('slack_channels').selectAll().where('merchant_id', '=', merchantId)
    return (await database.all(rows.orderBy('connected_at').compile())).map(toConnected)
  },
  slackTicket: async (hash) => {
    const rows = query.selectFrom('slack_tickets').selectAll().where('hash', '=', hash)
    const row = await first(database, rows.where('used_at', 'is', null).compile())
    return (
      row && {
        ...{ hash, kind: row.kind, merchantId: row.merchant_id, madeBy: row.made_by },
        expiresAt: toInstant(row.expires_at),
      }
    )
  },
  slackInstallation: async (tenant) => {
    const rows = query.selectFrom('slack_installations').selectAll().where('tenant', '=', tenant)
    const row = await first(database, rows.compile())
    return row && toInstallation(row)
  },
  slackInstallations: async (merchantId) => {
    const rows = query.selectFrom('slack_installations').selectAll().where('merchant_id', '=', merchantId)
    return (await database.all(rows.orderBy('installed_at').compile())).map(toInstallation)
  },
})

const toProfile = (row: Tables['slack_people']): SlackProfile => ({
  ...{ team: row.team, user: row.user, name: row.name, email: row.email ?? undefined },
  checkedAt: toInstant(row.checked_at),
})

const toConnected = (row: Tables['slack_channels']): ConnectedChannel => ({
  ...{ team: row.team, channel: row.channel, name: row.name, merchantId: row.merchant_id },
  connectedAt: toInstant(row.connected_at),
  connectedBy: row.connected_by,
})

const toInstallation = (row: Tables['slack_installations']): SlackInstallation => ({
  tenant: row.tenant,
  enterprise: row.enterprise ?? undefined,
  teamName: row.team_name,
  merchantId: row.merchant_id,
  botId: row.bot_id,
  botUser: row.bot_user,
  sealedToken: row.sealed_token,
  scopes: row.scopes.split(','),
  installedAt: toInstant(row.installed_at),
  installedBy: row.installed_by,
})

export const keepProfile = ({ profile }: Of<'keep-slack-profile'>): readonly Statement[] => {
  const { team, user, name, email, checkedAt } = profile
  const values = { name, email: orNull(email), checked_at: toStamp(checkedAt) }
  return [
    query
      .insertInto('slack_people')
      .values({ team, user, ...values })
      .onConflict((conflict) => conflict.columns(['team', 'user']).doUpdateSet(values))
      .compile(),
  ]
}

export const connectChannel = ({ connected }: Of<'connect-channel'>): readonly Statement[] => {
  const { team, channel, name, merchantId, connectedAt, connectedBy } = connected
  const values = { name, merchant_id: merchantId, connected_by: connectedBy }
  return insertRows('slack_channels', [{ team, channel, ...values, connected_at: toStamp(connectedAt) }])
}

export const disconnectChannel = ({ team, channel }: Of<'disconnect-channel'>): readonly Statement[] => [
  query.deleteFrom('slack_channels').where('team', '=', team).where('channel', '=', channel).compile(),
  guard(),
]

export const insertTicket = ({ ticket }: Of<'add-slack-ticket'>): readonly Statement[] =>
  insertRows('slack_tickets', [
    {
      ...{ hash: ticket.hash, kind: ticket.kind, merchant_id: ticket.merchantId, made_by: ticket.madeBy },
      ...{ expires_at: toStamp(ticket.expiresAt), used_at: null },
    },
  ])

export const consumeTicket = ({ hash, at }: Of<'use-slack-ticket'>): readonly Statement[] => [
  query
    .updateTable('slack_tickets')
    .set({ used_at: toStamp(at) })
    .where('hash', '=', hash)
    .where('used_at', 'is', null)
    .compile(),
  guard(),
]

/** Installed again, the newer one holds: the same merchant's only. */
export const saveInstallation = ({ installation }: Of<'save-installation'>): readonly Statement[] => {
  const { tenant, merchantId, ...rest } = installation
  const values = {
    enterprise: orNull(rest.enterprise),
    team_name: rest.teamName,
    bot_id: rest.botId,
    bot_user: rest.botUser,
    sealed_token: rest.sealedToken,
    scopes: rest.scopes.join(','),
    installed_at: toStamp(rest.installedAt),
    installed_by: rest.installedBy,
  }
  return [
    query
      .insertInto('slack_installations')
      .values({ tenant, merchant_id: merchantId, ...values })
      .onConflict((conflict) =>
        conflict
          .column('tenant')
          .doUpdateSet(values)
          .where('slack_installations.merchant_id', '=', merchantId),
      )
      .compile(),
    guard(),
  ]
}

export const deleteInstallation = ({ tenant }: Of<'remove-installation'>): readonly Statement[] => [
  query.deleteFrom('slack_installations').where('tenant', '=', tenant).compile(),
  guard(),
]
