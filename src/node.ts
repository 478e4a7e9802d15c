/** pitpost on one machine: SQLite, files, Chromium, and the sandbox when there are no credentials. */
const [major = 0] = process.versions.node.split('.').map(Number)
if (major < 26) {
  console.error(
    `pitpost には Node 26 が必要です（いまは ${process.version}）。scripts/start を使ってください。`,
  )
  console.error(
    `pitpost needs Node 26 (this is ${process.version}); use scripts/start, which brings it along.`,
  )
  process.exit(1)
}
// Loaded only now: better-sqlite3 ends the process without a word on an older Node.
const { runServer } = await import('./run-server.ts')
await runServer(process.env)
