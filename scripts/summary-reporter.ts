/** Prints the totals of a test run as its very last line. */
import type { Reporter, TestModule } from 'vitest/node'

export default class SummaryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const states = modules.flatMap((module) =>
      [...module.children.allTests()].map((test) => test.result().state),
    )
    const count = (state: string): number => states.filter((each) => each === state).length
    // A file that does not even load, or an error outside the tests, is a failure too.
    const broken = modules.filter((module) => module.errors().length > 0).length + errors.length
    const skipped = count('skipped') > 0 ? `, ${count('skipped')} skipped` : ''
    const line = `${count('passed')} passed, ${count('failed') + broken} failed${skipped}`
    process.once('exit', () => {
      process.stdout.write(`${line}\n`)
    })
  }
}
