import { basename } from 'node:path';
import { internationalForm, type Phone } from '../../../domain/record/phone/phone.ts';
import { accountFacts, costOf, templateFacts } from '../../sending/header-facts.ts';
import type { Fetched } from '../../sending/operator-session.ts';
import { MODE_NAMES } from '../../../text/mode-names.ts';
import type { Colours } from '../../terminal/colours.ts';
import type { NamedList } from '../../list/read-list-file.ts';
import { count, londonTime, printable } from '../../../text/format.ts';
import type { World } from '../../composition/world.ts';

/** Stands before each line of a test. */
export const LABEL = 'TEST  ';

/** What the operator must know before the first test: that it is one, from where, and to whom. */
export function testHeader(
  world: World,
  { template, known }: Fetched,
  { name, changedAt }: NamedList,
  { records, numbers }: { readonly records: number; readonly numbers: readonly Phone[] },
  colours: Colours,
): string {
  const { mode, guards } = world;
  const changed = changedAt === null ? '' : `, changed ${londonTime(changedAt)}`;
  const facts = [
    ...accountFacts(world, known, colours),
    ...templateFacts(template, colours),
    ['file', `${printable(basename(name))}${changed}`],
    ['found', count(records, 'record that can be tried', 'records that can be tried')],
    ['goes to', numbers.map(internationalForm).join(', ')],
    ['cost', costOf({ mode, messages: 1, price: guards.price, balance: known.balance }, colours)],
  ] as const;
  const banner = `${LABEL}${MODE_NAMES[mode]}: one message at a time to your own phone, none to a parent`;
  const table = facts.map(([label, fact]) => `  ${colours.dim(label.padEnd(9))} ${fact}`);
  return `${[colours.bold(banner), ...table].join('\n')}\n`;
}
