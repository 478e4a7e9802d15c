/** One call to the chat: what it says, where, and which deliveries are done by it. */
import type { Delivery } from '../domain/delivery.ts'
import type { Sum } from '../domain/digest.ts'
import type { Language } from '../domain/language.ts'
import type { Change, ChatLine, Sent } from '../ports.ts'

export type CallFrame = {
  /** Undefined for the channel of the installation. */
  readonly channel: string | undefined
  readonly language: Language
  /** Ids of what was claimed besides, and has to wait. */
  readonly spare: readonly string[]
  /** An earlier try may have reached the channel. */
  readonly wasTried: boolean
}

export type ChatCall = CallFrame & {
  /** All of them are said by it. */
  readonly deliveries: readonly [Delivery, ...Delivery[]]
  /** By this the message is found again. */
  readonly key: string
  /** Undefined when what it is about no longer exists. */
  readonly line: ChatLine | undefined
} & (
    | { readonly kind: 'post'; readonly thread?: string | undefined }
    | {
        readonly kind: 'edit'
        /** Key of the delivery whose message is changed. */
        readonly of: string
        /** What a digest had said, and says now. */
        readonly amends?: { readonly was: Sum; readonly is: Sum }
      }
    /** Into the message, and into the thread of the message, at `place`. */
    | { readonly kind: 'digest-pictures' | 'digest-files'; readonly place: string }
    | { readonly kind: 'nothing' }
  )

/** What came of a call, and the changes that belong to it. */
export type Made = {
  readonly sent: Sent
  readonly alongside: readonly Change[]
  /** Only this delivery has to wait, in ms: its channel is not to blame. */
  readonly waitMs?: number
}
