import type { TemplateSource } from '../../application/ports.ts';
import { InviteError } from '../../domain/problem.ts';
import { sendableTemplate, type TemplateFacts } from '../../domain/template-facts.ts';
import type { TemplateSid } from '../../domain/template.ts';
import { connectToTwilio, type TwilioConnection } from './client.ts';
import { failureOf } from './failure.ts';
import { readTemplate } from './read-template.ts';

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
    switch (failure.kind) {
      case 'unreachable':
        throw new InviteError({ code: 'twilio_unreachable' });
      case 'unknown':
        throw new InviteError({ code: 'twilio_unclear', httpStatus: failure.httpStatus });
      case 'refused': {
        if (failure.httpStatus === 404) throw new InviteError({ code: 'template_not_found', sid });
        const { twilioCode, twilioText } = failure;
        throw new InviteError({ code: 'twilio_refused', twilioCode, twilioText });
      }
    }
  }
}
