/** `pitpost doctor slack`: asks Slack whether the app may do what it is to do, and says what to mend. */
import { checkSlack, type SlackCheck, type SlackFacts } from '../adapters/slack/check-slack.ts'
import type { Command, ExitCode } from './command.ts'
import type { House } from './open-house.ts'

const marks: Readonly<Record<SlackCheck['status'], string>> = { ok: '○', wrong: '×', unknown: '？' }

export const doctorSlackCommand: Command = {
  name: 'doctor slack',
  usage: 'doctor slack',
  summary: {
    ja: 'Slackのトークン・許可・チャンネルを調べ、足りない設定を示します。',
    en: 'Checks token, scopes and channels of Slack and says what to mend.',
  },
  help: [
    'Slack に聞くだけで、何も変えず、何も書き込みません。誤りがあれば終了コードは 1 です。',
    'Asks Slack only: nothing is changed or posted. Exit code 1 when something is wrong.',
  ].join('\n'),
  run: async (_args, terminal, openHouse): Promise<ExitCode> => {
    const facts = await toFacts(await openHouse())
    if (facts === undefined) {
      terminal.complain(
        'SLACK_BOT_TOKEN と SLACK_SIGNING_SECRET を設定してください（npx pitpost slack manifest でアプリを作れます）。\n  set SLACK_BOT_TOKEN and SLACK_SIGNING_SECRET; npx pitpost slack manifest makes the app.',
      )
      return 1
    }
    const checks = await checkSlack(facts)
    terminal.print(checks.map(describe).join('\n'))
    return checks.some(({ status }) => status === 'wrong') ? 1 : 0
  },
}

const describe = ({ name, status, says }: SlackCheck): string =>
  `${marks[status]} ${name.padEnd(8)} ${says.ja}\n           ${says.en}`

const toFacts = async ({ config, world }: House): Promise<SlackFacts | undefined> => {
  const { slack, baseUrl } = config
  if (slack === undefined) return undefined
  const merchants = await world.store.merchants()
  const own = merchants.flatMap(({ slackChannel, name }) =>
    slackChannel === undefined ? [] : [{ channel: slackChannel, whose: name }],
  )
  const home = slack.channel === '' ? [] : [{ channel: slack.channel, whose: 'SLACK_CHANNEL' }]
  const { botToken: token, signingSecret, apiUrl } = slack
  return { token, signingSecret, apiUrl, baseUrl, channels: [...home, ...own] }
}
