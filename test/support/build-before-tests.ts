/** Tests read the built templates. */
import { buildTemplates } from '../../scripts/build-templates.ts'

export default async (): Promise<void> => {
  await buildTemplates()
}
