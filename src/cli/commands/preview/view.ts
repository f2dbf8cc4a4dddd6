import { basename } from 'node:path';
import type { KeptTemplate } from '../../../adapters/files/template-cache.ts';
import type { LoadedList } from '../../../application/check/load-list.ts';
import { familiesOf } from '../../../domain/list/list-check.ts';
import type { Message } from '../../../domain/message/message.ts';
import type { Template } from '../../../domain/message/template.ts';
import type { Finding } from '../../../domain/problem/finding.ts';
import type { Preview, PreviewNote } from '../../../pages/preview-page.ts';
import {
  count,
  londonTime,
  printable,
  recipientOf,
  playerOf,
  rowNumber,
} from '../../../text/format.ts';
import { explainFinding } from '../../../text/list/finding.ts';
import { leftForLaterSentence, narrowedToText } from '../../../text/list/narrowing.ts';
import type { PreviewOptions } from '../../command-line/options.ts';
import type { NamedList } from '../../list/named-list.ts';
import { nextCommand } from '../../list/next-command.ts';
import { placesOf, leftOutText, renderFindings } from '../../list/render-findings.ts';
import { notesOnRow } from '../../list/render-findings.ts';
import type { Shell } from '../../shell.ts';
import { coloursFor, type Colours } from '../../terminal/colours.ts';
import { indented, writeWrapped } from '../../terminal/wrap-text.ts';

/** A template, and when it was fetched from Twilio; null for the built-in copy. */
export type PreviewTemplate = Pick<KeptTemplate, 'template'> & { readonly fetchedAt: Date | null };

/** The part of a list that is shown. */
export type ChosenRows = Pick<LoadedList, 'refusedRows' | 'repeats' | 'leftOut'> & {
  /** How many records are left for later. */
  readonly left: number;
  readonly messages: readonly Message[];
  /** The findings that leave out rows: errors, and cells such as a consent of no. */
  readonly leavingOut: readonly Finding[];
};

/** Prints each message, or the name of the page, and on standard error which rows are left out. */
export async function showPreview(
  shell: Shell,
  list: NamedList,
  { fetched, chosen }: { readonly fetched: PreviewTemplate; readonly chosen: ChosenRows },
  options: PreviewOptions,
): Promise<void> {
  const { stdout, stderr } = shell;
  const { messages, leavingOut, left } = chosen;
  if (options.html === undefined) await showMessages(shell, messages, options);
  else stdout.write(`${printable(options.html)}\n`);
  if (!options.quiet) {
    const number = count(messages.length, 'message');
    stderr.write(`${number} with the ${templateText(fetched)}. Nothing was sent.\n`);
    if (options.html !== undefined) stderr.write(PAGE_ADVICE);
    if (left > 0) stderr.write(`\n${leftForLaterSentence(left, options)}\n`);
  }
  const leftOut = leftOutText(list, { ...chosen, findings: leavingOut });
  if (leftOut !== null) {
    const colours = await coloursFor(stderr, shell, options.color);
    await writeWrapped(
      stderr,
      `\nLeft out: ${leftOut}.\n${renderFindings(leavingOut, colours)}`,
      2,
    );
  }
  if (!options.quiet && messages.length > 0 && list.file !== '-') {
    stderr.write(
      `\nNext: ${nextCommand(shell, ['send', '--rehearse'], list.file, list.options)}\n`,
    );
  }
}

const PAGE_ADVICE =
  'The page holds names and phone numbers, and only you can open it. Delete it after use.\n';

async function showMessages(
  shell: Shell,
  messages: readonly Message[],
  { color }: PreviewOptions,
): Promise<void> {
  const { stdout } = shell;
  const colours = await coloursFor(stdout, shell, color);
  for (const family of familiesOf(messages)) {
    for (const message of family.messages) {
      // oxlint-disable-next-line no-await-in-loop -- in the order of the list
      stdout.write(await cardOf(message, colours, stdout.columns()));
    }
  }
}

async function cardOf(message: Message, colours: Colours, columns: number | null): Promise<string> {
  const { row } = message.invite;
  const heading = `Row ${rowNumber(row)}  ${recipientOf(message)}`;
  const about = `  ${playerOf(message)}, ${message.body.length} characters`;
  return `${colours.bold(heading)}\n${about}\n\n${await indented(message.body, columns, colours)}\n\n`;
}

function templateText({ template, fetchedAt }: PreviewTemplate): string {
  return fetchedAt === null
    ? template.name
    : `text of ${printable(template.name)} as Twilio had it on ${londonTime(fetchedAt)}`;
}

type PageParts = Omit<ChosenRows, 'refusedRows' | 'leftOut'> & {
  readonly template: Template;
  readonly made: Date;
};

/** The content of the page, in the words that the terminal shows. */
export function pageContent(
  { name, changedAt, leftOut }: NamedList,
  loaded: LoadedList,
  { template, messages, repeats, left, leavingOut, made }: PageParts,
  options: PreviewOptions,
): Preview {
  return {
    file: basename(name),
    changed: changedAt === null ? null : londonTime(changedAt),
    made: londonTime(made),
    template,
    families: familiesOf(messages),
    notesOn: notesByRow(loaded),
    narrowedTo: left === 0 ? null : narrowedToText(options),
    leftOut: [...notesOf(leavingOut), ...leftOutByOption(leftOut), ...repeated({ repeats })],
    aboutList: notesOf(
      loaded.findings.filter(({ row, severity }) => row === null && severity === 'warning'),
    ),
  };
}

/** Grouped by row once, since a long list may have a repair in every row. */
function notesByRow(loaded: LoadedList): (row: number) => readonly string[] {
  const mended = Map.groupBy(loaded.mended, ({ row }) => row);
  const findings = Map.groupBy(loaded.findings, ({ row }) => row);
  return (row) =>
    notesOnRow(
      { ...loaded, mended: mended.get(row) ?? [], findings: findings.get(row) ?? [] },
      row,
    );
}

function notesOf(findings: readonly Finding[]): readonly PreviewNote[] {
  const byMessage = Map.groupBy(findings, (finding) => JSON.stringify(explainFinding(finding)));
  return [...byMessage.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    return [{ ...explainFinding(first), places: placesOf(group) }];
  });
}

function leftOutByOption(leftOut: NamedList['leftOut']): readonly PreviewNote[] {
  return leftOut
    .filter(({ rows }) => rows > 0)
    .map(({ heading, value, rows }) => ({
      message: `${count(rows, 'row')} with ${heading} = ${value === '' ? 'empty' : value}, by --leave-out.`,
      fix: null,
      places: [],
    }));
}

function repeated({ repeats }: Pick<LoadedList, 'repeats'>): readonly PreviewNote[] {
  if (repeats.length === 0) return [];
  const places = repeats.map(({ invite }) => `row ${rowNumber(invite.row)}`);
  return [{ message: 'The same invite stands further up; one of each goes.', fix: null, places }];
}
