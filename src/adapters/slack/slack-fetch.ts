/** `fetch` as Slack's client wants it and workerd allows it: no redirects are followed, and none are taken for answers. */

/** Workers know no `redirect: 'error'`; a redirect is refused here instead. */
export const slackFetch = async (input: string | URL | Request, init?: RequestInit): Promise<Response> => {
  const response = await globalThis.fetch(input, { ...init, redirect: 'manual' })
  if (response.status >= 300 && response.status < 400)
    throw new TypeError(`unexpected redirect from Slack (${response.status})`)
  return response
}
