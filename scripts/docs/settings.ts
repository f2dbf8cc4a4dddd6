import { SETTING_DESCRIPTIONS } from '../../src/cli/command-line/help-topics.ts';
import { EXPECTED_SETTINGS } from '../../src/text/set-up/setting.ts';
import { code, plain, table } from './markdown.ts';

/** These settings, or all where none is named: what each is, and the form that it has to have. */
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
