import type { TemplateSource } from '../../application/ports/ports.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import {
  sendableTemplate,
  type TemplateFacts,
  type TemplateSid,
} from '../../domain/message/template.ts';
import type { TwilioConnection } from './client.ts';
import { readTemplate } from './read-template.ts';
import { stopOf } from './stop-of.ts';

/** The approved template's own text, as Twilio has it now. */
export function twilioTemplateSource(
  connection: TwilioConnection,
  sid: TemplateSid,
): TemplateSource {
  return { fetch: async () => sendableTemplate(await factsFrom(connection, sid)) };
}

async function factsFrom(connection: TwilioConnection, sid: TemplateSid): Promise<TemplateFacts> {
  const called = await readTemplate(connection, sid);
  if (called.kind === 'told') return called.value;
  if (called.kind === 'refused' && called.httpStatus === 404) {
    throw new InviteError({ code: 'template_not_found', sid });
  }
  throw stopOf(called);
}
