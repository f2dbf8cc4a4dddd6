import { EXIT_CODES, exitCodeOfStop, type ExitCode } from '../../src/cli/exit-code.ts';
import { NOWHERE } from '../../src/domain/problem/finding.ts';
import type { Field } from '../../src/domain/record/field.ts';
import { setUpFinding } from '../../src/domain/set-up/set-up.ts';
import { explainFinding } from '../../src/text/list/finding.ts';
import { explainSetUp } from '../../src/text/set-up/set-up.ts';
import { explainStop } from '../../src/text/stop.ts';
import { EVERY_FINDING, EVERY_STOP } from '../../test/text/every-problem.ts';
import { EVERY_SET_UP } from '../../test/text/every-set-up.ts';
import { code, plain, table } from './markdown.ts';

const STOPS = Object.values(EVERY_STOP).map((problem) => ({
  code: problem.code,
  exitCode: exitCodeOfStop(problem),
  ...explainStop(problem),
}));

/** The exit codes, and what `error.code` can be where a run stopped with one. */
export function exitCodes(): string {
  return table(
    ['exit code', 'means', 'a run that stops with it has the code'],
    Object.entries(EXIT_CODES).map(([exitCode, meaning]) => [
      exitCode,
      plain(meaning),
      codesOf(Number(exitCode) as ExitCode)
        .map(code)
        .join(' '),
    ]),
  );
}

/** What is told where a run stopped, each with an example. */
export function stopCodes(): string {
  return table(
    ['code', 'exit code', 'for example', 'what to do'],
    STOPS.map(({ code: name, exitCode, message, fix }) => [
      code(name),
      String(exitCode),
      plain(message),
      plain(fix),
    ]),
  );
}

/** What is told of a list, each with an example. */
export function listCodes(): string {
  return table(
    ['code', 'for example', 'what to do'],
    Object.values(EVERY_FINDING).map((detail) => {
      const field = fieldOf(detail.code);
      const place = { ...NOWHERE, field, severity: 'error', row: null } as const;
      const { message, fix } = explainFinding({ ...place, detail });
      return [code(detail.code), plain(message), plain(fix)];
    }),
  );
}

/** What `doctor` can find, each with an example. */
export function setUpCodes(): string {
  return table(
    ['`check`', '`state`', '`code`', 'for example', 'what to do'],
    Object.values(EVERY_SET_UP).map((detail) => {
      const { check, state } = setUpFinding(detail);
      const { message, fix } = explainSetUp(detail);
      const where = detail.code === 'not_done' ? 'any' : code(check);
      return [where, state, code(detail.code), plain(message), plain(fix ?? '')];
    }),
  );
}

function codesOf(exitCode: ExitCode): readonly string[] {
  return STOPS.filter((stop) => stop.exitCode === exitCode).map((stop) => stop.code);
}

/** The field that the example is about. */
function fieldOf(name: string): Field | null {
  if (/^(?:phone|column)_/u.test(name)) return 'parent_tel';
  return name.startsWith('money_') ? 'membership_fee_amount' : null;
}
