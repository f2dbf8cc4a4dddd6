import * as z from 'zod';
import type { TemplateSource } from '../../application/ports.ts';
import { InviteError } from '../../domain/problem.ts';
import { checkedTemplate, type Template, type TemplateSid } from '../../domain/template.ts';
import { connectToTwilio, type TwilioClient, type TwilioConnection } from './client.ts';
import { failureOf } from './failure.ts';

/** Text and nothing else: of several types WhatsApp is sent the richest, which is not what is shown. */
const TEXT_TYPE = z.strictObject({ 'twilio/text': z.object({ body: z.string().min(1) }) });
const NAME = z.string().min(1);
const VARIABLES = z.record(z.string(), z.unknown());
/** WhatsApp's part of an approval request is untyped in Twilio's specification. */
const WHATSAPP_APPROVAL = z.object({ status: z.string(), content_type: z.string().optional() });

/** The approved template's own text, as Twilio has it now. */
export function twilioTemplateSource(
  connection: TwilioConnection,
  sid: TemplateSid,
): TemplateSource {
  return {
    fetch: async () => {
      const client = await connectToTwilio(connection);
      const content = await asked(sid, () => client.content.v1.contents(sid).fetch());
      const text = TEXT_TYPE.safeParse(content.types);
      if (!text.success) throw new InviteError({ code: 'template_not_text', sid });
      const template: Template = {
        sid,
        name: NAME.catch(sid).parse(content.friendlyName),
        body: text.data['twilio/text'].body,
        source: 'twilio',
        approvalState: await approvalStateOf(client, sid),
      };
      const declared = VARIABLES.safeParse(content.variables);
      const checked = checkedTemplate(template, declared.success ? Object.keys(declared.data) : []);
      // Outside WhatsApp's 24-hour window nothing but an approved template is delivered, and a
      // state that is not known must not be taken for one that is.
      if (checked.approvalState !== 'approved') {
        throw new InviteError({ code: 'template_not_approved', sid, state: checked.approvalState });
      }
      return checked;
    },
  };
}

async function approvalStateOf(client: TwilioClient, sid: TemplateSid): Promise<string> {
  const answer = await asked(sid, () =>
    client.content.v1.contents(sid).approvalFetch().fetch(),
  ).catch((error: unknown) => {
    // A template that was never submitted has no approval request to find.
    if (error instanceof InviteError && error.problem.code === 'template_not_found') return null;
    throw error;
  });
  const approval = WHATSAPP_APPROVAL.safeParse(answer?.whatsapp);
  if (!approval.success) return 'unsubmitted';
  const { status, content_type: approvedType = 'twilio/text' } = approval.data;
  if (approvedType !== 'twilio/text') throw new InviteError({ code: 'template_not_text', sid });
  return status.toLowerCase();
}

async function asked<T>(sid: TemplateSid, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
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
