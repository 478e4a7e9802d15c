/** SHA-256 as hex: of what is kept unchanged, and of secrets that are only ever compared. */

export const toSha256 = async (content: Uint8Array | string): Promise<string> => {
  const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content)
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).toHex()
}
