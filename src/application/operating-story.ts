/** The part of the story that whoever runs the installation sees: moves, and messages that died. */
import type { Instant } from '../domain/jst-day.ts'
import { exportMerchant, landMove, stageMove } from './move-merchant.ts'
import type { World } from './world.ts'

export const createOperatingStory = (world: World) => ({
  /** Whoever has seen to it says so; its work is woken again like any other that waits. */
  settleDeadLetter: (request: { readonly id: string; readonly by: string }, now: Instant) =>
    world.store.commit([{ kind: 'settle-dead-letter', ...request, at: now }]),
  exportMerchant: (merchantId: string, now: Instant) => exportMerchant(world, merchantId, now),
  stageMove: (part: Parameters<typeof stageMove>[1]) => stageMove(world, part),
  landMove: (move: Parameters<typeof landMove>[1]) => landMove(world, move),
})
