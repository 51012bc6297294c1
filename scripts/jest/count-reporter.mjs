/** Ends a run with its counts alone on a line. A test file that could not run counts as failed. */
export default class CountReporter {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites
    const skipped = results.numPendingTests + results.numTodoTests
    const counts = [`${results.numPassedTests} passed`, `${failed} failed`]
    if (skipped > 0) counts.push(`${skipped} skipped`)
    // Jest prints its own summary after every other reporter.
    process.once('exit', () => console.log(counts.join(', ')))
  }
}
