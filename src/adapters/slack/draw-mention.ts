/** Calls whom a digest shall call; a setting that was checked, never a text of a person. */

/** `here`, `channel`, a member (`U…`, `W…`) or a group (`S…`); '' for nobody. */
export const drawMention = (mention: string | undefined): string => {
  if (mention === undefined) return ''
  if (mention === 'here' || mention === 'channel') return `<!${mention}> `
  return mention.startsWith('S') ? `<!subteam^${mention}> ` : `<@${mention}> `
}
