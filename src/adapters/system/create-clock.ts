/** The present: the machine's clock, and in the sandbox one that can be moved forward. */

import { type Instant, isEarlier } from '../../domain/jst-day.ts'
import { fail, ok, type Result } from '../../domain/result.ts'
import type { Clock, Store } from '../../ports.ts'

export const systemClock: Clock = { now: () => Temporal.Now.instant() }

export type MovableClock = Clock & {
  /** Forward only: what has happened cannot be undone. */
  moveTo(instant: Instant): Promise<Result<void>>
}

const SETTING = 'sandbox-clock-ahead-ms'

/** A clock that runs ahead of the machine's by what was moved so far; kept in the settings. */
export const createMovableClock = async (store: Pick<Store, 'setting' | 'commit'>): Promise<MovableClock> => {
  let aheadMs = Number((await store.setting(SETTING)) ?? '0')
  const now = () => systemClock.now().add({ milliseconds: aheadMs })
  return {
    now,
    moveTo: async (instant) => {
      if (isEarlier(instant, now())) {
        return fail({
          kind: 'wrong-state',
          message: {
            ja: '時計は先へしか進められません。最初からやり直すには data フォルダーを消してください。',
            en: 'The clock moves forward only. To begin anew, remove the data folder.',
          },
        })
      }
      aheadMs = Math.round(instant.epochMilliseconds - systemClock.now().epochMilliseconds)
      await store.commit([{ kind: 'set-setting', name: SETTING, value: String(aheadMs) }])
      return ok(undefined)
    },
  }
}
