/** The part of Jest's aggregated results that is used here. */
type Counts = {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  /** Test files that could not be run. */
  readonly numRuntimeErrorTestSuites: number;
};

/** Ends the output with the line `N passed, N failed`, for scripts that read the last line. */
export default class ClosingLineReporter {
  onRunComplete(
    _contexts: unknown,
    { numPassedTests, numFailedTests, numRuntimeErrorTestSuites }: Counts,
  ): void {
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    // Jest prints its summary after the last reporter has finished.
    process.once('exit', () => {
      process.stdout.write(`\n${numPassedTests} passed, ${failed} failed\n`);
    });
  }
}
