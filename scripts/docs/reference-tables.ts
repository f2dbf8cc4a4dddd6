import { FAILURES } from '../../src/adapters/simulator/faults/failures.ts';
import { FAULTS, formOf, SETTING_FORMS } from '../../src/adapters/simulator/faults/faults.ts';
import { SETTING_DESCRIPTIONS } from '../../src/cli/command-line/help-topics.ts';
import { EXIT_CODES, exitCodeOfStop, type ExitCode } from '../../src/cli/exit-code.ts';
import {
  OWNER_WORDS,
  THING_WORDS,
  UNUSED_WORDS,
} from '../../src/domain/list/headings/vocabulary.ts';
import { TEMPLATE_VARIABLES } from '../../src/domain/message/template.ts';
import { NOWHERE } from '../../src/domain/problem/finding.ts';
import { FIELD_LABELS, FIELDS, type Field } from '../../src/domain/record/field.ts';
import { setUpFinding } from '../../src/domain/set-up/set-up.ts';
import { explainFinding } from '../../src/text/list/finding.ts';
import { explainSetUp } from '../../src/text/set-up/set-up.ts';
import { EXPECTED_SETTINGS } from '../../src/text/set-up/setting.ts';
import { explainStop } from '../../src/text/stop.ts';
import { EVERY_FINDING, EVERY_STOP } from '../../test/text/every-problem.ts';
import { EVERY_SET_UP } from '../../test/text/every-set-up.ts';
import { code, plain, table } from './markdown.ts';

/** The fields of a record, and the variable of each in the message. */
export function listFields(): string {
  const variables = Object.entries(TEMPLATE_VARIABLES);
  return table(
    ['field', 'is', 'in the message'],
    FIELDS.map((field) => {
      const variable = variables.find(([, from]) => from === field)?.[0];
      const where = variable === undefined ? 'not sent' : code(`{{${variable}}}`);
      return [code(field), FIELD_LABELS[field], where];
    }),
  );
}

/** The words of headings: those for owners, and those for contents. */
export function listHeadings(): string {
  return [
    table(['whose', 'words'], wordRows(OWNER_WORDS)),
    table(['what', 'words'], wordRows(THING_WORDS)),
    table(['never taken', 'words'], wordRows(UNUSED_WORDS)),
  ].join('\n\n');
}

function wordRows(words: Readonly<Record<string, string>>): readonly (readonly string[])[] {
  return Object.entries(words).map(([name, all]) => [
    name.replaceAll('_', ' '),
    plain(all.trim().split(/\s+/u).join(', ')),
  ]);
}

/** The descriptions and formats of these settings, or of all if none is named. */
export function settingTable(names: readonly string[]): string {
  const forms = new Map(Object.entries(EXPECTED_SETTINGS));
  const known = Object.entries(SETTING_DESCRIPTIONS);
  const unknown = names.find((name) => !known.some(([one]) => one === name));
  if (unknown !== undefined) throw new Error(`there is no setting "${unknown}"`);
  return table(
    ['setting', 'is', 'has to be'],
    known
      .filter(([name]) => names.length === 0 || names.includes(name))
      .map(([name, is]) => {
        const form = forms.get(name) ?? '';
        return [code(name), plain(is), is.includes(form) ? '' : plain(form)];
      }),
  );
}

export function rehearsalNumbers(): string {
  return table(
    ['number', 'what happens'],
    FAILURES.map(({ lastSix, happens }) => [`07700 ${lastSix}`, happens]),
  );
}

export function rehearsalFaults(): string {
  return table(
    ['fault', 'what happens'],
    FAULTS.map((fault) => [code(formOf(fault)), fault.happens]),
  );
}

export function rehearsalSetting(): string {
  return table(
    ['`REHEARSAL_FAULT`', 'counts for'],
    SETTING_FORMS.map(({ form, happens }) => [code(form), happens]),
  );
}

const STOPS = Object.values(EVERY_STOP).map((problem) => ({
  code: problem.code,
  exitCode: exitCodeOfStop(problem),
  ...explainStop(problem),
}));

/** The exit codes, and the values of `error.code` with each. */
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

/** The problems that stop a run, each with an example. */
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

/** The findings about a list, each with an example. */
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

/** The findings of `doctor`, each with an example. */
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

/** The field of the example. */
function fieldOf(name: string): Field | null {
  if (/^(?:phone|column)_/u.test(name)) return 'parent_tel';
  return name.startsWith('money_') ? 'membership_fee_amount' : null;
}
