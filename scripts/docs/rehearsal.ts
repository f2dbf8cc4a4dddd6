import { FAILURES } from '../../src/adapters/simulator/faults/failures.ts';
import { FAULTS, formOf, SETTING_FORMS } from '../../src/adapters/simulator/faults/faults.ts';
import { code, table } from './markdown.ts';

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
