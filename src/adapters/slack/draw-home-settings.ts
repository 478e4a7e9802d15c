/** Draws what managers set in App Home: where the chat hears of bills, and from which amounts it asks. */
import type { KnownBlock } from '@slack/web-api'
import { formatYen, toYen } from '../../domain/yen.ts'
import { fields, header } from './block-kit.ts'
import type { Home } from './draw-home.ts'
import { escapeMrkdwn } from './mrkdwn.ts'
import { plain, type Say } from './view-kit.ts'

/** Nothing for those who manage nothing. */
export const drawHomeSettings = ({ settings, merchant }: Home, say: Say): readonly KnownBlock[] => {
  if (settings === undefined) return []
  const { confirmFromYen, approveFromYen } = settings.limits
  const approve =
    approveFromYen === undefined
      ? say('なし', 'never')
      : say(`${formatYen(toYen(approveFromYen))} から`, `from ${formatYen(toYen(approveFromYen))}`)
  const channel = merchant.slackChannel ?? settings.channel
  return [
    { type: 'divider' },
    header(say('設定（責任者）', 'Settings (managers)')),
    {
      type: 'section',
      block_id: 'settings-channel',
      text: plain(say('請求と入金を知らせるチャンネル', 'Channel that hears of bills and payments')),
      accessory: {
        type: 'conversations_select',
        action_id: 'home-channel',
        filter: { include: ['public', 'private'], exclude_bot_users: true },
        ...(/^[CG][A-Z0-9]{6,}$/.test(channel) ? { initial_conversation: channel } : {}),
      },
    },
    fields([
      [
        say('いまのチャンネル', 'Now'),
        /^[CG][A-Z0-9]{6,}$/.test(channel) ? `<#${channel}>` : `#${escapeMrkdwn(channel)}`,
      ],
      [
        say('確かめる金額', 'Asked about'),
        say(`${formatYen(toYen(confirmFromYen))} から`, `from ${formatYen(toYen(confirmFromYen))}`),
      ],
      [say('ほかの人の承認', 'Second person'), approve],
    ]),
  ]
}
