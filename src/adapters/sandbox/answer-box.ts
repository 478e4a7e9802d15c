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
  keepTyped(name: string, text: string): void
  /** Sends under a new id and waits a little for its answer; `pressedIn` is the message whose button it was. */
  ask(send: (id: string) => Promise<void>, pressedIn?: string): Promise<void>
  /** False for an answer that nobody waits for. */
  take(id: string, answer: SlackAnswer): boolean
}

/** Messages kept. */
const MAX_KEPT = 50
/** How long the page waits for an answer before it shows what is there, in ms. */
const ANSWER_WAIT_MS = 3_000

export const createAnswerBox = ({ token }: Random): AnswerBox => {
  const answers: Shown[] = []
  const waiting = new Map<string, { readonly resolve: () => void; readonly pressedIn: string }>()
  const keep = (shown: Shown): void => {
    answers.push(shown)
    answers.splice(0, Math.max(0, answers.length - MAX_KEPT))
  }
  return {
    answers,
    keepTyped: (name, text) => {
      keep({ id: token(), at: Date.now() / 1_000, who: `${name}（あなた）`, mine: true, text, blocks: [] })
    },
    ask: async (send, pressedIn = '') => {
      const id = token()
      const answered = new Promise<void>((resolve) => waiting.set(id, { resolve, pressedIn }))
      await send(id)
      await Promise.race([answered, new Promise((resolve) => setTimeout(resolve, ANSWER_WAIT_MS))])
      waiting.delete(id)
    },
    take: (id, answer) => {
      const asked = waiting.get(id)
      if (asked === undefined) return false
      const shown = toShown(answer, token())
      const place = answers.findIndex((kept) => kept.id === asked.pressedIn)
      if (answer.replace_original === true && place >= 0) answers[place] = shown
      else keep(shown)
      asked.resolve()
      return true
    },
  }
}

const toShown = ({ text = '', blocks = [], response_type: type }: SlackAnswer, id: string): Shown => ({
  id,
  at: Date.now() / 1_000,
  who: type === 'in_channel' ? 'pitpost' : 'pitpost（あなただけに表示）',
  mine: type !== 'in_channel',
  text,
  blocks,
})
