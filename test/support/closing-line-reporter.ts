/** What the closing line counts, of all that Jest tells at the end of a run. */
type Counts = {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  /** Files that could not be run at all. */
  readonly numRuntimeErrorTestSuites: number;
};

/** Ends a run with `N passed, N failed`, alone on a line, for scripts that read only the last one. */
export default class ClosingLineReporter {
  onRunComplete(
    _contexts: unknown,
    { numPassedTests, numFailedTests, numRuntimeErrorTestSuites }: Counts,
  ): void {
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    // Jest adds its summary after the last reporter, so this waits until that has been printed.
    process.once('exit', () => {
      process.stdout.write(`\n${numPassedTests} passed, ${failed} failed\n`);
    });
  }
}
