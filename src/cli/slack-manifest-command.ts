/** `pitpost slack manifest`: one file that makes the Slack app. */
import { parseArgs } from 'node:util'
import { stringify } from 'yaml'
import { toSlackManifest } from '../adapters/slack/slack-manifest.ts'
import { type Command, type ExitCode, UsageError } from './command.ts'

export const slackManifestCommand: Command = {
  name: 'slack manifest',
  usage: 'slack manifest [--url https://…] [--socket]',
  summary: {
    ja: 'Slackアプリの設定ファイル（YAML）を出します。貼り付けるとアプリができます。',
    en: 'Prints the manifest (YAML) that makes the Slack app when it is pasted in.',
  },
  help: [
    '  https://api.slack.com/apps → Create New App → From a manifest に貼り付けます。',
    '  Paste it there. It is made from what the app answers to, so the two never differ.',
    '',
    '  --url      Slackから見えるアドレス（BASE_URL の代わり） / the public address; left out: BASE_URL',
    '  --socket   Socket Mode（公開アドレスのいらない方式） / no public address is needed',
  ].join('\n'),
  run: async (args, terminal, openHouse): Promise<ExitCode> => {
    const { values } = parseArgs({
      args: [...args],
      options: { url: { type: 'string' }, socket: { type: 'boolean', default: false } },
    })
    const given = values.url ?? (await openHouse()).config.baseUrl
    if (URL.parse(given)?.protocol.startsWith('http') !== true) {
      throw new UsageError({
        ja: `--url は https:// で始まるアドレスです：${given}`,
        en: `--url is an address that starts with https://: ${given}`,
      })
    }
    const manifest = toSlackManifest({ baseUrl: given.replace(/\/+$/, ''), socket: values.socket })
    terminal.print(stringify(manifest).trimEnd())
    return 0
  },
}
