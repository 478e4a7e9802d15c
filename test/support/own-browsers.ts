/** The browsers that a test has started, so that it can kill them. */
import { readdirSync, readFileSync } from 'node:fs'

/** Processes of a browser that this very process started. */
export const ownBrowsers = (): readonly number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
        const [state, parent] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
        return parent === String(process.pid) && state !== 'Z' && command.includes('--headless')
      } catch {
        return false
      }
    })
    .map(Number)
