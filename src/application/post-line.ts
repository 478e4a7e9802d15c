/** Posts a line of the chat, or changes one: never twice what an earlier, unanswered try has posted already. */
import { fail } from '../domain/result.ts'
import type { ChatCall, Made } from './chat-call.ts'
import { followDigest } from './follow-digest.ts'
import type { World } from './world.ts'

type PostCall = Extract<ChatCall, { kind: 'post' }>
type EditCall = Extract<ChatCall, { kind: 'edit' }>

const nothing: Made = {
  sent: fail({ detail: 'what the line is about no longer exists', retry: false }),
  alongside: [],
}

/** Posts; the key is written down first, so that whoever tries again can look for it. */
export const postLine = async (world: World, call: PostCall): Promise<Made> => {
  const { channel, language, key, line, deliveries, thread } = call
  if (line === undefined) return nothing
  const [{ merchantId, nextAt }] = deliveries
  const follow = followDigest(world, line, language, { merchantId, at: nextAt })
  if (call.wasTried) {
    const found = await world.chat.find({ merchantId, channel, key, thread })
    // As long as nobody can look, the doubt remains.
    if (!found.ok) return { sent: fail({ ...found.failure, retry: true, doubtful: true }), alongside: [] }
    if (found.value.providerId !== undefined) return { sent: found, alongside: follow }
  }
  await world.store.commit([{ kind: 'pack-deliveries', parcel: key, ids: deliveries.map(({ id }) => id) }])
  const sent = await world.chat.post({ merchantId, channel, language, key, line, thread })
  return { sent, alongside: follow }
}

/** Changes the message; where it is no longer there, it is posted anew, and lives on as that. */
export const editLine = async (world: World, call: EditCall): Promise<Made> => {
  const { channel, language, key, line, amends } = call
  const [edit] = call.deliveries
  const original = await world.store.deliveryByKey(call.of)
  // Not said yet, or never: when it is, it says what is true then.
  if (original?.status !== 'sent' || original.providerId === undefined || line === undefined) {
    return {
      sent: { ok: true, value: { providerId: undefined } },
      alongside: [{ kind: 'drop-delivery', id: edit.id, reason: 'there is no message to change' }],
    }
  }
  const { merchantId, nextAt: at } = edit
  const follow = followDigest(world, line, language, { merchantId, at, of: original.key, amends })
  if (!call.wasTried) {
    const outgoing = { merchantId, channel, language, key: original.key, line }
    const edited = await world.chat.edit(original.providerId, outgoing)
    if (edited.ok || edited.failure.gone !== true) return { sent: edited, alongside: follow }
  }
  const { sent } = await postLine(world, { ...call, kind: 'post', key })
  if (!sent.ok) return { sent, alongside: [] }
  const { providerId } = sent.value
  return { sent, alongside: [{ kind: 'finish-delivery', id: original.id, providerId, at }, ...follow] }
}
