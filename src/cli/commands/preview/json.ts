import { excludesRow } from '../../../domain/problem/finding.ts';
import type { Finding } from '../../../domain/problem/finding.ts';
import type { PreviewOptions } from '../../command-line/options.ts';
import type { ChosenRows, PreviewTemplate } from './view.ts';

/** The document of `preview --json`. */
export function previewDocument(
  { template: { sid, name, source }, fetchedAt }: PreviewTemplate,
  { messages, leavingOut }: ChosenRows,
  { html }: PreviewOptions,
): object {
  const fetched = fetchedAt === null ? {} : { fetched_at: fetchedAt.toISOString() };
  const excluded = leavingOut.filter(excludesRow);
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
    ...(excluded.length === 0 ? {} : { left_out: excluded.map(excludedJson) }),
  };
}

function excludedJson({ row, column, heading, value, detail }: Finding): object {
  return { row, code: detail.code, column, heading, value };
}
