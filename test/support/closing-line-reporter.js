/** Ends a run with `N passed, N failed`, alone on a line, for whoever reads only the last one. */
export default class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    // Jest adds its summary after the last reporter, so this waits until that has been printed.
    process.once('exit', () => {
      process.stdout.write(`\n${results.numPassedTests} passed, ${failed} failed\n`);
    });
  }
}
