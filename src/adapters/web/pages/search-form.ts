/** What a search form asks for: to fill it in again, and to lead on to the next page or the export. */

export type Asked = {
  /** Every field of the form; empty where nothing was asked for. */
  readonly asked: Readonly<Record<string, string>>
  readonly isSearch: boolean
  /** The address of the same search elsewhere; with a cursor, of its next page. */
  readonly linkTo: (path: string, cursor?: string) => string
}

/** The named fields of a query. */
export const readAsked = (
  names: readonly string[],
  query: Readonly<Record<string, string | undefined>>,
): Asked => {
  const asked = Object.fromEntries(names.map((name) => [name, query[name] ?? '']))
  const filled = Object.fromEntries(Object.entries(asked).filter(([, value]) => value !== ''))
  return {
    asked,
    isSearch: Object.keys(filled).length > 0,
    linkTo: (path, cursor) =>
      `${path}?${new URLSearchParams({ ...filled, ...(cursor === undefined ? {} : { cursor }) })}`,
  }
}
