/** SHA-256 over a text that comes in pieces, however long it is. */
import { createHash } from 'node:crypto'

export const createSummer = (): { add(text: string): void; digest(): string } => {
  const hash = createHash('sha256')
  return {
    add: (text) => {
      hash.update(text, 'utf8')
    },
    digest: () => hash.digest('hex'),
  }
}
