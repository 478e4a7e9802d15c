/** Files in the chat: the shortcut on a message, a mention with a file, and the buttons of the preview. */
import type { App, BlockAction, ButtonAction, MessageShortcut } from '@slack/bolt'
import type { WebClient } from '@slack/web-api'
import { section } from './block-kit.ts'
import { drawFileHelp, drawHelp, drawHint } from './draw-answer.ts'
import { DROP_FILE, REGISTER_FILE } from './draw-file.ts'
import { enterChat, visitorOf } from './enter-chat.ts'
import { type FileTalk, previewFile, readWaiting, takeFile } from './preview-file.ts'
import { noMerchant } from './run-command.ts'
import type { SlackDeps } from './slack-deps.ts'
import type { ShortcutId } from './surfaces.ts'
import { tellPerson } from './tell-person.ts'
import { readLanguage } from './user-language.ts'
import { sayIn } from './view-kit.ts'

type Asked = {
  readonly team: string
  readonly client: WebClient
  readonly channel: string
  readonly threadTs: string
  readonly userId: string
  readonly userName: string
  readonly files: readonly { readonly id?: string; readonly name?: string | null }[]
}

export const addFileListeners = (app: App, deps: SlackDeps): void => {
  const onMessage: ShortcutId = 'register-file'
  app.shortcut<MessageShortcut>(onMessage, async ({ ack, shortcut, client }) => {
    await ack()
    const { message, channel, user } = shortcut
    await lookAt(deps, {
      ...{ client, channel: channel.id, threadTs: message.ts, userId: user.id, userName: user.name },
      team: visitorOf(shortcut).team,
      files: Array.isArray(message['files']) ? message['files'] : [],
    })
  })
  app.event('app_mention', async ({ event, client, body }) => {
    const files = 'files' in event && Array.isArray(event.files) ? event.files : []
    const userId = event.user ?? ''
    if (files.length === 0) {
      await tellPerson(client, userId, { channel: event.channel, threadTs: event.thread_ts }, drawHelp())
      return
    }
    await lookAt(deps, {
      ...{ client, channel: event.channel, threadTs: event.thread_ts ?? event.ts },
      ...{ userId, userName: userId, files, team: body.team_id },
    })
  })
  app.action<BlockAction<ButtonAction>>(REGISTER_FILE, async ({ ack, body, client, action }) => {
    await ack()
    await take(deps, client, body, action.value ?? '')
  })
  app.action<BlockAction<ButtonAction>>(DROP_FILE, async ({ ack, body, respond, client }) => {
    await ack()
    const language = await readLanguage(deps.store, client, body.user.id, deps.clock.now())
    const text = sayIn(language)('登録していません。', 'Nothing was registered.')
    await respond({ replace_original: true, text, blocks: [section(`🗂️ ${text}`)] })
  })
}

const isTable = ({ name }: Asked['files'][number]): boolean => /\.(csv|txt|tsv|xlsx)$/i.test(name ?? '')

const lookAt = async (deps: SlackDeps, asked: Asked): Promise<void> => {
  const { client, channel, threadTs, userId } = asked
  const now = deps.clock.now()
  const entered = await enterChat(deps, client, asked, now)
  const file = asked.files.find(isTable) ?? asked.files[0]
  if (!entered.ok || file?.id === undefined) {
    const drawn = entered.ok ? drawFileHelp(`${deps.baseUrl}/files/new`) : entered.failure
    await tellPerson(client, userId, { channel, threadTs }, drawn)
    return
  }
  const { merchant, person } = entered.value
  const language = await readLanguage(deps.store, client, userId, now)
  const talk: FileTalk = { ...asked, userName: person.name, merchant, language }
  await previewFile(deps, talk, file.id, now)
}

const take = async (deps: SlackDeps, client: WebClient, body: BlockAction, value: string): Promise<void> => {
  const channel = body.channel?.id ?? ''
  const { message, user } = body
  const now = deps.clock.now()
  const entered = await enterChat(deps, client, visitorOf(body), now)
  const waiting = readWaiting(value)
  if (!entered.ok || message === undefined || waiting === undefined) {
    await tellPerson(client, user.id, { channel }, entered.ok ? drawHint(noMerchant) : entered.failure)
    return
  }
  const { merchant, person } = entered.value
  const threadTs = message.thread_ts ?? message.ts
  if (waiting.second && waiting.by === user.id) {
    await tellPerson(client, user.id, { channel, threadTs }, drawHint(needsAnother))
    return
  }
  const language = await readLanguage(deps.store, client, waiting.by, now)
  const talk = { client, merchant, channel, threadTs, userId: user.id, userName: person.name, language }
  await takeFile(deps, talk, waiting, message.ts, now)
}

const needsAnother = {
  ja: 'ご自分のファイルは承認できません。ほかの人に「登録する」を押してもらってください',
  en: 'you cannot approve your own file; ask somebody else to press the button',
}
