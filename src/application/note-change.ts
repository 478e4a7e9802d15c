/** Writes down what was changed in the settings, for the commit that changes it. */
import type { SettingsChange } from '../domain/settings-change.ts'
import type { Change } from '../ports.ts'
import type { World } from './world.ts'

/** The line of the history, as a change of its own. */
export const noteChange = (
  { random }: Pick<World, 'random'>,
  change: Omit<SettingsChange, 'id'>,
): Extract<Change, { kind: 'note-change' }> => ({
  kind: 'note-change',
  change: { id: random.id('chg'), ...change },
})
