/** Posts a line of the chat, or changes one: never twice what an earlier, unanswered try has posted already. */
import { fail } from '../domain/result.ts'
import type { Change, Sent } from '../ports.ts'
import type { ChatCall } from './claim-chat.ts'
import { causeOf } from './to-delivery.ts'
import type { World } from './world.ts'

type Made = { readonly sent: Sent; readonly alongside: readonly Change[] }
type EditCall = Extract<ChatCall, { kind: 'edit' }>

const nothing: Made = {
  sent: fail({ detail: 'what the line is about no longer exists', retry: false }),
  alongside: [],
}

/** Posts; the key is written down first, so that whoever tries again can look for it. */
export const postLine = async (world: World, call: ChatCall): Promise<Made> => {
  const { channel, language, key, line, deliveries } = call
  if (line === undefined) return nothing
  if (call.wasTried) {
    const found = await world.chat.find(channel, key)
    // As long as nobody can look, the doubt remains.
    if (!found.ok) return { sent: fail({ ...found.failure, retry: true, doubtful: true }), alongside: [] }
    if (found.value.providerId !== undefined) return { sent: found, alongside: [] }
  }
  await world.store.commit([{ kind: 'pack-deliveries', parcel: key, ids: deliveries.map(({ id }) => id) }])
  return { sent: await world.chat.post({ channel, language, key, line }), alongside: [] }
}

/** Changes the message; where it is no longer there, it is posted anew, and lives on as that. */
export const editLine = async (world: World, call: EditCall): Promise<Made> => {
  const { channel, language, key, line } = call
  const [edit] = call.deliveries
  const original = await world.store.deliveryByKey(causeOf(call.of, edit.merchantId))
  // Not said yet, or never: when it is, it says what is true then.
  if (original?.status !== 'sent' || original.providerId === undefined || line === undefined) {
    return {
      sent: { ok: true, value: { providerId: undefined } },
      alongside: [{ kind: 'drop-delivery', id: edit.id, reason: 'there is no message to change' }],
    }
  }
  if (!call.wasTried) {
    const edited = await world.chat.edit(original.providerId, { channel, language, key: original.key, line })
    if (edited.ok || edited.failure.gone !== true) return { sent: edited, alongside: [] }
  }
  const { sent } = await postLine(world, { ...call, key })
  return {
    sent,
    alongside: sent.ok
      ? [
          {
            kind: 'finish-delivery',
            id: original.id,
            providerId: sent.value.providerId,
            at: edit.nextAt,
          },
        ]
      : [],
  }
}
