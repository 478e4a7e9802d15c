/** An uploaded file of the API. */
import type { Context } from 'hono'

/** The bytes as they came: a multipart field `file`, or the raw body. */
export const uploadOf = async (
  c: Context,
): Promise<{ readonly fileName: string; readonly bytes: Uint8Array }> => {
  if ((c.req.header('content-type') ?? '').startsWith('multipart/form-data')) {
    const { file } = await c.req.parseBody()
    if (file instanceof File) return { fileName: file.name, bytes: new Uint8Array(await file.arrayBuffer()) }
    return { fileName: '', bytes: new Uint8Array() }
  }
  return { fileName: c.req.query('name') ?? '', bytes: new Uint8Array(await c.req.arrayBuffer()) }
}
