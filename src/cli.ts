/** The command line of pitpost on one machine: `npx pitpost …`, beside a running server or without one. */
const [major = 0] = process.versions.node.split('.').map(Number)
if (major < 26) {
  console.error(
    `pitpost には Node 26 が必要です（いまは ${process.version}）。npx pitpost または scripts/pitpost を使ってください。`,
  )
  console.error(
    `pitpost needs Node 26 (this is ${process.version}); use npx pitpost or scripts/pitpost, which bring it along.`,
  )
  process.exit(1)
}
// Loaded only now: better-sqlite3 ends the process without a word on an older Node.
const { runCli } = await import('./cli/run-cli.ts')
process.exitCode = await runCli(process.argv.slice(2), {
  env: process.env,
  cwd: process.cwd(),
  print: (text) => console.log(text),
  complain: (text) => console.error(text),
})
