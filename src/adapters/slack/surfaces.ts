/** What the app answers to in Slack: the one list that listeners, the manifest and the sandbox's chat are made from. */
import type { Text } from '../../domain/result.ts'

export type Shortcut = { readonly id: string; readonly kind: 'global' | 'message'; readonly name: Text }

/** The slash commands; what is typed behind one is understood by parse-command.ts. */
export const commands = [
  {
    command: '/pit',
    does: { ja: '請求の登録・検索・取り消し', en: 'register, find and cancel bills' },
    usage: '13200 翌月末 hanako@example.com 山田様 月謝 ｜ find 山田 ｜ unpaid ｜ help',
  },
] as const satisfies readonly { command: string; does: Text; usage: string }[]

/** A name has at most 24 characters. */
export const shortcuts = [
  { id: 'new-bill', kind: 'global', name: { ja: '請求を登録', en: 'Register a bill' } },
  {
    id: 'register-file',
    kind: 'message',
    name: { ja: '請求ファイルとして登録', en: 'Register as bill file' },
  },
] as const satisfies readonly Shortcut[]

/** Events that are subscribed to. */
export const events = ['app_home_opened', 'app_mention', 'app_uninstalled', 'tokens_revoked'] as const

/** What the bot's token must be allowed to do, and what for. */
export const scopes = {
  'chat:write': 'posts and edits its messages',
  'channels:read': 'finds the channel of a message by its name',
  'channels:history': 'finds a message whose answer got lost, so that it is not said twice',
  commands: 'the slash command and the shortcuts',
  'app_mentions:read': 'a mention with a file',
  'files:read': 'fetches the file that is to be registered',
  'files:write': 'sheets as PDF, refused rows as CSV',
  'users:read': 'the name and the language of a person',
  'users:read.email': 'by the mail address, who of the staff a person is',
} as const

export type ShortcutId = (typeof shortcuts)[number]['id']
