import { homeFolder } from '../../../adapters/files/home-folder.ts';
import { writePageFile } from '../../../adapters/files/output-file.ts';
import { keptTemplate } from '../../../adapters/files/template-cache.ts';
import { realMode } from '../../../adapters/settings/run-settings.ts';
import { refuseMalformed, type Settings } from '../../../adapters/settings/settings.ts';
import { startLoading, type LoadedList } from '../../../application/check/load-list.ts';
import { narrowMessages } from '../../../application/check/narrow-list.ts';
import { narrowingIn } from '../../../domain/list/narrowing.ts';
import { builtInTemplate } from '../../../domain/message/built-in-template.ts';
import { excludesRow } from '../../../domain/problem/finding.ts';
import type { Finding } from '../../../domain/problem/finding.ts';
import { firstLinesOf } from '../../../pages/page.ts';
import { PREVIEW_KIND, previewPage } from '../../../pages/preview-page.ts';
import type { PreviewOptions } from '../../command-line/options.ts';
import { settingsOf } from '../../composition/settings-of.ts';
import type { ExitCode } from '../../exit-code.ts';
import { loadListFile, rulesFor } from '../../list/read-list-file.ts';
import { rowJson } from '../../list/row-json.ts';
import { keepShown } from '../../list/since-shown.ts';
import type { Shell } from '../../shell.ts';
import { writeDocument } from '../../terminal/write-document.ts';
import { pageContent, showPreview, type ChosenRows, type PreviewTemplate } from './view.ts';

/** Shows every message as a parent will see it. Sends nothing and asks nothing. */
export async function preview(
  shell: Shell,
  file: string,
  options: PreviewOptions,
): Promise<ExitCode> {
  const settings = settingsOf(shell);
  const fetched = templateFor(homeFolder(shell), settings);
  const { template } = fetched;
  const { list, loaded } = await loadListFile(shell, file, options, {
    rulesOf: (list) => rulesFor(shell, settings, list, false),
    start: (rules, join) => startLoading(template, rules, join, narrowingIn(options)),
  });
  const chosen = shownPart(loaded);
  if (options.html !== undefined) {
    const content = pageContent(
      list,
      loaded,
      { ...chosen, template, made: shell.clock.now() },
      options,
    );
    writePageFile(options.html, previewPage(content), firstLinesOf(PREVIEW_KIND));
  }
  // A later list is compared with the last whole list that was shown, never with a part of one.
  const isWhole = chosen.left === 0;
  if (isWhole && file !== '-') keepShown({ shell, file }, chosen.messages, template, 'preview');
  if (options.json)
    writeDocument(shell.stdout, previewDocument(fetched, chosen, options, list.readAs.sheets));
  else await showPreview(shell, list, { fetched, chosen }, options);
  return chosen.refusedRows.length > 0 ? 3 : 0;
}

/**
 * The template of the settings as it was last fetched from Twilio; the built-in copy where it never was.
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

/** The part of a list that is shown, and how many records are left for later. */
function shownPart(loaded: LoadedList): ChosenRows {
  const { chosen, left } = narrowMessages(loaded);
  const leavingOut = chosen.findings.filter(
    (finding) => finding.severity === 'error' || excludesRow(finding),
  );
  return { ...chosen, left, leavingOut };
}

/** The document of `preview --json`. */
function previewDocument(
  { template: { sid, name, source }, fetchedAt }: PreviewTemplate,
  { messages, leavingOut }: ChosenRows,
  { html }: PreviewOptions,
  sheets: readonly string[] | undefined,
): object {
  const fetched = fetchedAt === null ? {} : { fetched_at: fetchedAt.toISOString() };
  const excluded = leavingOut.filter(excludesRow);
  return {
    command: 'preview',
    ...(html === undefined ? {} : { html }),
    template: { sid, name, source, ...fetched },
    messages: messages.map((message) => ({
      ...rowJson(message.invite.row, sheets),
      key: message.key,
      to: message.to,
      content_sid: message.contentSid,
      content_variables: message.contentVariables,
      body: message.body,
      length: message.body.length,
    })),
    ...(excluded.length === 0
      ? {}
      : { left_out: excluded.map((finding) => excludedJson(finding, sheets)) }),
  };
}

function excludedJson(
  { row, column, heading, value, detail }: Finding,
  sheets: readonly string[] | undefined,
): object {
  return { ...rowJson(row, sheets), code: detail.code, column, heading, value };
}
