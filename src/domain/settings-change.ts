/** The history of a merchant's settings: who changed what, when, from what to what. */
import type { Actor } from './access.ts'
import type { Instant } from './jst-day.ts'
import type { Text } from './result.ts'

export type SettingsTopic =
  | 'staff'
  | 'session'
  | 'api-key'
  | 'channel'
  | 'slack'
  | 'profile'
  | 'terms'
  | 'logo'
  | 'mail'
  | 'chat'
  | 'card'
  | 'webhook'

export type SettingsAction = 'add' | 'change' | 'remove'

/** One field of it; secrets never stand here. */
export type FieldChange = { readonly field: string; readonly from: string; readonly to: string }

export type SettingsChange = {
  readonly id: string
  readonly merchantId: string
  readonly at: Instant
  readonly actor: Actor
  readonly topic: SettingsTopic
  readonly action: SettingsAction
  /** Whom or what it is about, for people. */
  readonly subject: string
  readonly fields: readonly FieldChange[]
}

/** What each topic is called in front of people. */
export const topicTexts: Readonly<Record<SettingsTopic, Text>> = {
  staff: { ja: '担当者', en: 'staff' },
  session: { ja: 'サインイン', en: 'sign-in' },
  'api-key': { ja: 'APIキー', en: 'API key' },
  channel: { ja: 'Slackのチャンネル', en: 'Slack channel' },
  slack: { ja: 'Slackの接続', en: 'Slack connection' },
  profile: { ja: '連絡先など', en: 'profile' },
  terms: { ja: '料金プラン・精算サイクル', en: 'plan and cycle' },
  logo: { ja: 'ロゴ', en: 'logo' },
  chat: { ja: 'Slack 通知', en: 'Slack messages' },
  mail: { ja: 'メールの設定', en: 'mail settings' },
  card: { ja: 'カードのデザイン', en: 'card design' },
  webhook: { ja: 'Webhook', en: 'webhook' },
}

export const actionTexts: Readonly<Record<SettingsAction, Text>> = {
  add: { ja: '追加', en: 'added' },
  change: { ja: '変更', en: 'changed' },
  remove: { ja: '削除', en: 'removed' },
}

/** Longest value that is kept of a field, in characters: enough to know it by. */
const MAX_SHOWN = 200

/** The fields that differ between two states of the same thing. */
export const listFieldChanges = (
  before: Readonly<Record<string, string>>,
  after: Readonly<Record<string, string>>,
): readonly FieldChange[] =>
  [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((field) => {
    const from = (before[field] ?? '').slice(0, MAX_SHOWN)
    const to = (after[field] ?? '').slice(0, MAX_SHOWN)
    return from === to ? [] : [{ field, from, to }]
  })
