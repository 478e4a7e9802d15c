/** The people and channels of the sandbox's Slack. */

export type SlackPerson = {
  /** In the addresses of the chat page, and the person's name in the emulator. */
  readonly key: string
  readonly name: string
  readonly locale: 'ja-JP' | 'en-US'
  /** What the person acts with in Slack. */
  readonly token: string
}

/** Two who can approve each other's bills, and one who reads English. */
export const slackPeople: readonly [SlackPerson, ...SlackPerson[]] = [
  { key: 'tanaka', name: '田中', locale: 'ja-JP', token: 'xoxp-sandbox-tanaka' },
  { key: 'suzuki', name: '鈴木', locale: 'ja-JP', token: 'xoxp-sandbox-suzuki' },
  { key: 'emma', name: 'Emma', locale: 'en-US', token: 'xoxp-sandbox-emma' },
]

export const personOf = (key: unknown): SlackPerson =>
  slackPeople.find((person) => person.key === key) ?? slackPeople[0]

/** The first is where bills are told. */
export const slackChannels = [
  { name: 'bills', topic: '請求と入金' },
  { name: 'keiri', topic: '経理' },
  { name: 'zatsudan', topic: '雑談' },
] as const

export const BOT_NAME = 'pitpost'
