/** Tests read the built templates, and the worker's assets. */
import { buildAssets } from '../../scripts/build-assets.ts'

export default async (): Promise<void> => {
  await buildAssets()
}
