/** What was typed in the sandbox's chat and what was answered to it; the channel's own messages are the emulator's. */
import type { Random } from '../../ports.ts'

export type Shown = {
  /** By this a pressed button tells which message it stood in. */
  readonly id: string
  /** Seconds since 1970, as Slack counts. */
  readonly at: number
  readonly who: string
  readonly mine: boolean
  readonly text: string
  readonly blocks: unknown
  readonly files?: readonly unknown[]
  readonly isEdited?: boolean
  /** Only one person sees it. */
  readonly isEphemeral?: boolean
  readonly replies?: number
  /** The message whose thread it is in; '' for none. */
  readonly thread?: string
  /** Who typed or asked, and in which channel: what is said to one person is shown to nobody else. */
  readonly owner?: string
  readonly channel?: string
}

/** What is sent to a `response_url`. */
export type SlackAnswer = {
  readonly text?: string
  readonly blocks?: unknown
  readonly response_type?: string
  readonly replace_original?: boolean
}

export type AnswerBox = {
  readonly answers: readonly Shown[]
  keepTyped(place: AskPlace, name: string, text: string): void
  /** Sends under a new id and waits a little for its answer; `pressedIn` is the message whose button it was. */
  ask(place: AskPlace, send: (id: string) => Promise<void>, pressedIn?: string): Promise<void>
  /** False for an answer that nobody waits for. */
  take(id: string, answer: SlackAnswer): boolean
}

/** Who asks where, and what else than an answer shows that something was done. */
export type AskPlace = {
  readonly owner: string
  readonly channel: string
  readonly thread: string
  readonly orElse: Promise<unknown>
}

/** Messages kept. */
const MAX_KEPT = 50
/** How long the page waits for an answer before it shows what is there, in ms. */
const ANSWER_WAIT_MS = 3_000
const ANSWER_LIFE_MS = 60_000

export const createAnswerBox = ({ token }: Random): AnswerBox => {
  const answers: Shown[] = []
  const waiting = new Map<string, { resolve: () => void; pressedIn: string; place: AskPlace }>()
  const keep = (shown: Shown): void => {
    answers.push(shown)
    answers.splice(0, Math.max(0, answers.length - MAX_KEPT))
  }
  return {
    answers,
    keepTyped: ({ owner, channel }, name, text) => {
      const at = Date.now() / 1_000
      keep({ id: token(), at, who: name, mine: true, text, blocks: [], owner, channel, isEphemeral: true })
    },
    ask: async (place, send, pressedIn = '') => {
      const id = token()
      const answered = new Promise<void>((resolve) => waiting.set(id, { resolve, pressedIn, place }))
      await send(id)
      const late = new Promise((resolve) => setTimeout(resolve, ANSWER_WAIT_MS))
      await Promise.race([answered, place.orElse, late])
      // Slack takes answers for half an hour; here, as long as anybody may still look for them.
      setTimeout(() => waiting.delete(id), ANSWER_LIFE_MS).unref?.()
    },
    take: (id, answer) => {
      const asked = waiting.get(id)
      if (asked === undefined) return false
      const shown = toShown(answer, token(), asked.place)
      const place = answers.findIndex((kept) => kept.id === asked.pressedIn)
      if (answer.replace_original === true && place >= 0) answers[place] = shown
      else keep(shown)
      asked.resolve()
      return true
    },
  }
}

const toShown = (
  { text = '', blocks = [], response_type: type }: SlackAnswer,
  id: string,
  { owner, channel, thread }: AskPlace,
): Shown => ({
  ...{ id, at: Date.now() / 1_000, who: 'pitpost', mine: false, text, blocks, channel, thread },
  ...(type === 'in_channel' ? {} : { owner, isEphemeral: true }),
})
