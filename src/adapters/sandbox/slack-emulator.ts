/** A Slack on loopback for the sandbox: the `emulate` package, with one channel for the bills. */
import { createEmulator } from 'emulate'

export type SlackEmulator = {
  /** Ends in `/api/`. */
  readonly apiUrl: string
  readonly inspectorUrl: string
  readonly botToken: string
  readonly channel: string
  close(): Promise<void>
}

const BOT_TOKEN = 'xoxb-sandbox'
const CHANNEL = 'bills'

/** Starts it on a port; 0 takes a free one. */
export const startSlackEmulator = async (port: number): Promise<SlackEmulator> => {
  const emulator = await createEmulator({
    service: 'slack',
    port,
    seed: {
      slack: {
        team: { name: 'pitpost sandbox', domain: 'pitpost-sandbox' },
        users: [{ name: 'tanaka', real_name: '田中', email: 'tanaka@example.com' }],
        channels: [{ name: CHANNEL, topic: '請求と入金' }],
        bots: [{ name: 'pitpost' }],
        tokens: [
          { token: BOT_TOKEN, user: 'tanaka', scopes: ['chat:write', 'channels:read', 'channels:history'] },
        ],
      },
    },
  })
  return {
    apiUrl: `${emulator.url}/api/`,
    inspectorUrl: emulator.url,
    botToken: BOT_TOKEN,
    channel: CHANNEL,
    close: () => emulator.close(),
  }
}
