import type { TemplateSource } from '../../application/ports.ts';
import { InviteError } from '../../domain/problem.ts';
import { sendableTemplate, type TemplateFacts } from '../../domain/template-facts.ts';
import type { TemplateSid } from '../../domain/template.ts';
import { connectToTwilio, type TwilioConnection } from './client.ts';
import { failureOf } from './failure.ts';
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
  const client = await connectToTwilio(connection);
  try {
    return await readTemplate(client, sid);
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind === 'refused' && failure.httpStatus === 404) {
      throw new InviteError({ code: 'template_not_found', sid });
    }
    throw stopOf(failure);
  }
}
