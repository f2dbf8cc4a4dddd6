import { homeFolder } from '../../../adapters/files/home-folder.ts';
import { writePageFile } from '../../../adapters/files/output-file.ts';
import { realMode } from '../../../adapters/settings/run-settings.ts';
import { refuseMalformed, type Settings } from '../../../adapters/settings/settings.ts';
import { keptTemplate, type KeptTemplate } from '../../../adapters/files/template-cache.ts';
import { startLoading } from '../../../application/check/load-list.ts';
import { builtInTemplate } from '../../../domain/message/built-in-template.ts';
import { excludesRow, type Finding } from '../../../domain/problem/finding.ts';
import { familiesOf } from '../../../domain/list/list-check.ts';
import type { Message } from '../../../domain/message/message.ts';
import { firstLinesOf } from '../../../pages/page.ts';
import { PREVIEW_KIND, previewPage } from '../../../pages/preview-page.ts';
import { chosenMessages, readListFile, rulesFor } from '../../list/read-list-file.ts';
import type { ExitCode } from '../../exit-codes/exit-code.ts';
import { indented } from '../../terminal/wrap-text.ts';
import { leftOutText, renderFindings } from '../../list/render-findings.ts';
import { coloursFor, type Colours } from '../../terminal/colours.ts';
import { lineFor } from '../../list/next-command.ts';
import { previewInWords } from './view.ts';
import { count, londonTime, playerOf, printable, recipientOf } from '../../../text/format.ts';
import { keepShown } from '../../list/since-shown.ts';
import { settingsOf } from '../../composition/settings-of.ts';
import type { Shell } from '../../shell.ts';
import { writeDocument } from '../../terminal/write-document.ts';
import type { PreviewOptions } from '../../command-line/options.ts';

/** Shows every message as a parent will see it. Sends nothing, asks nobody. */
export async function preview(
  shell: Shell,
  file: string,
  options: PreviewOptions,
): Promise<ExitCode> {
  const settings = settingsOf(shell);
  const { template, fetchedAt } = templateFor(homeFolder(shell), settings);
  const loader = startLoading(template, rulesFor(shell, settings, options, false));
  const named = await readListFile(shell, file, options, loader.add);
  const loaded = loader.finish(named.findings);
  const messages = chosenMessages(loaded.messages, options);
  // A part of a list is no list to hold the next one against.
  const isWhole = messages.length === loaded.messages.length;
  const isAskedFor = (row: number | null): boolean =>
    options.row === undefined || row === null || row === options.row;
  const refusedRows = loaded.refusedRows.filter(({ row }) => isAskedFor(row));
  const exitCode = refusedRows.length > 0 ? 3 : 0;
  const leavingOut = loaded.findings.filter(
    (finding) => (finding.severity === 'error' || excludesRow(finding)) && isAskedFor(finding.row),
  );
  if (options.html !== undefined) {
    const chosenOnes = { template, messages, leavingOut, made: shell.clock.now() };
    const preview = previewInWords(named, loaded, chosenOnes, options);
    writePageFile(options.html, previewPage(preview), firstLinesOf(PREVIEW_KIND));
  }
  if (isWhole && file !== '-') keepShown({ shell, file }, messages, template, 'preview');
  if (options.json) {
    const chosen = { messages, excluded: leavingOut.filter(excludesRow) };
    writeDocument(shell.stdout, previewDocument({ template, fetchedAt }, chosen, options));
    return exitCode;
  }
  if (options.html === undefined) await showAll(shell, messages, options);
  else shell.stdout.write(`${printable(options.html)}\n`);
  if (!options.quiet) {
    shell.stderr.write(
      `${count(messages.length, 'message')} with the ${textName({ template, fetchedAt })}. Nothing was sent.\n`,
    );
    if (options.html !== undefined) shell.stderr.write(PAGE_ADVICE);
  }
  const leftOut = leftOutText(options.row === undefined ? named.leftOut : [], {
    refusedRows,
    findings: leavingOut,
    repeats: loaded.repeats.filter(({ invite }) => isAskedFor(invite.row)),
  });
  if (leftOut !== null) {
    const talk = await coloursFor(shell.stderr, shell, options.color);
    shell.stderr.write(`\nLeft out: ${leftOut}.\n${renderFindings(leavingOut, talk)}`);
  }
  if (!options.quiet && messages.length > 0 && file !== '-') {
    shell.stderr.write(`\nNext: ${lineFor('send', file, options, ['--rehearse'])}\n`);
  }
  return exitCode;
}

const PAGE_ADVICE =
  'The page holds names and phone numbers, and only you can open it. Delete it after use.\n';

async function showAll(
  shell: Shell,
  messages: readonly Message[],
  { color }: PreviewOptions,
): Promise<void> {
  const colours = await coloursFor(shell.stdout, shell, color);
  for (const family of familiesOf(messages)) {
    for (const message of family.messages) {
      // oxlint-disable-next-line no-await-in-loop -- in the order of the list
      shell.stdout.write(await cardOf(message, colours, shell.stdout.columns()));
    }
  }
}

type PreviewTemplate = Pick<KeptTemplate, 'template'> & { readonly fetchedAt: Date | null };

/**
 * The template of the settings as Twilio had it last; where it was never fetched, the built-in copy.
 *
 * @throws InviteError `settings_malformed`
 */
function templateFor(home: string, settings: Settings): PreviewTemplate {
  refuseMalformed(settings, ['TWILIO_TEMPLATE_SID']);
  const sid = settings.values.TWILIO_TEMPLATE_SID;
  const mode = realMode(settings);
  const kept = sid === undefined ? null : keptTemplate({ home, mode }, sid);
  return kept ?? { template: builtInTemplate(sid), fetchedAt: null };
}

function textName({ template, fetchedAt }: PreviewTemplate): string {
  return fetchedAt === null
    ? template.name
    : `text of ${printable(template.name)} as Twilio had it on ${londonTime(fetchedAt)}`;
}

type Chosen = {
  readonly messages: readonly Message[];
  /** Why the list itself leaves out rows. */
  readonly excluded: readonly Finding[];
};

function previewDocument(
  { template: { sid, name, source }, fetchedAt }: PreviewTemplate,
  { messages, excluded }: Chosen,
  { html }: PreviewOptions,
): object {
  const fetched = fetchedAt === null ? {} : { fetched_at: fetchedAt.toISOString() };
  return {
    command: 'preview',
    ...(html === undefined ? {} : { html }),
    template: { sid, name, source, ...fetched },
    messages: messages.map((message) => ({
      row: message.invite.row,
      key: message.key,
      to: message.to,
      content_sid: message.contentSid,
      content_variables: message.contentVariables,
      body: message.body,
      length: message.body.length,
    })),
    ...(excluded.length === 0 ? {} : { left_out: excluded.map(excludedDocument) }),
  };
}

function excludedDocument({ row, column, heading, value, detail }: Finding): object {
  return { row, code: detail.code, column, heading, value };
}

async function cardOf(message: Message, colours: Colours, columns: number | null): Promise<string> {
  const { row } = message.invite;
  const heading = `Row ${row}  ${recipientOf(message)}`;
  const about = `  ${playerOf(message)}, ${message.body.length} characters`;
  return `${colours.bold(heading)}\n${about}\n\n${await indented(message.body, columns, colours)}\n\n`;
}
