/** A sheet's words and drawings without its layout, for those that cannot read HTML. */

export type Block =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'drawing'; readonly svg: string; readonly viewBox: string; readonly path: string }

const BLOCK = /<svg[\s\S]*?<\/svg>|>([^<]+)</g
const entities: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&amp;': '&',
  '&#34;': '"',
  '&#39;': "'",
}

/** In the order of the markup. */
export const toBlocks = (html: string): readonly Block[] =>
  [...html.matchAll(BLOCK)].flatMap(([found, words]): readonly Block[] => {
    if (words === undefined)
      return [
        {
          kind: 'drawing',
          svg: found,
          viewBox: /viewBox="([^"]+)"/.exec(found)?.[1] ?? '0 0 1 1',
          path: /<path[^>]* d="([^"]+)"/.exec(found)?.[1] ?? '',
        },
      ]
    const text = words.replace(/&(lt|gt|amp|#34|#39);/g, (entity) => entities[entity] ?? entity).trim()
    return text === '' ? [] : [{ kind: 'text', text }]
  })
