import * as z from 'zod';
import type { TemplateSource } from '../../application/ports/gateway.ts';
import {
  sendableTemplate,
  type TemplateFacts,
  type TemplateType,
  type TemplateSid,
} from '../../domain/message/template.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import { type TwilioConnection, callTwilio, type CallResult } from './client.ts';
import { stopOf } from './failure.ts';

/** Fetches the approved template from Twilio. */
export function twilioTemplateSource(
  connection: TwilioConnection,
  sid: TemplateSid,
): TemplateSource {
  return { fetch: async () => sendableTemplate(await factsFrom(connection, sid)) };
}

async function factsFrom(connection: TwilioConnection, sid: TemplateSid): Promise<TemplateFacts> {
  const result = await readTemplate(connection, sid);
  if (result.kind === 'ok') return result.value;
  if (result.kind === 'refused' && result.httpStatus === 404) {
    throw new InviteError({ code: 'template_not_found', sid });
  }
  throw stopOf(result);
}

const NAME = z.string().min(1);
const RECORD = z.record(z.string(), z.unknown());
const BODY = z.object({ body: z.string().min(1) });
/** WhatsApp's part of an approval request, which Twilio's specification does not describe. */
const APPROVAL = z.object({
  status: z.string(),
  category: z.string().nullish().catch(null),
  content_type: z.string().nullish(),
});

/** Reads a template and its approval. */
export async function readTemplate(
  connection: TwilioConnection,
  sid: TemplateSid,
): Promise<CallResult<TemplateFacts>> {
  const content = await callTwilio(connection, async ({ contents }) => await contents(sid).fetch());
  if (content.kind !== 'ok') return content;
  const approval = await approvalOf(connection, sid);
  if (approval.kind !== 'ok') return approval;
  const { friendlyName, types, variables } = content.value;
  const whatsapp = approval.value;
  return {
    kind: 'ok',
    value: {
      sid,
      name: NAME.catch(sid).parse(friendlyName),
      types: Object.entries(RECORD.catch({}).parse(types)).map(readType),
      declared: Object.keys(RECORD.catch({}).parse(variables)),
      approvalState: whatsapp?.status.toLowerCase() ?? 'unsubmitted',
      category: whatsapp?.category?.toUpperCase() ?? null,
      approvedType: whatsapp?.content_type ?? null,
    },
  };
}

/** WhatsApp's approval; null for a template that was never submitted. */
async function approvalOf(
  connection: TwilioConnection,
  sid: TemplateSid,
): Promise<CallResult<z.infer<typeof APPROVAL> | null>> {
  const result = await callTwilio(
    connection,
    async ({ contents }) => await contents(sid).approvalFetch().fetch(),
  );
  if (result.kind === 'refused' && result.httpStatus === 404) return { kind: 'ok', value: null };
  if (result.kind !== 'ok') return result;
  return { kind: 'ok', value: APPROVAL.safeParse(result.value.whatsapp).data ?? null };
}

function readType([type, content]: readonly [string, unknown]): TemplateType {
  return { type, body: BODY.safeParse(content).data?.body ?? null, buttons: buttonsIn(content) };
}

/** The buttons of a content type, which are under `actions`, in `cards`, or in the `items` of a list. */
function buttonsIn(content: unknown): readonly string[] {
  const { actions, cards, items, button } = RECORD.catch({}).parse(content);
  return [
    ...titlesIn(actions, 'title'),
    ...(Array.isArray(cards) ? cards.flatMap(buttonsIn) : []),
    ...(typeof button === 'string' ? [button] : []),
    ...titlesIn(items, 'item'),
  ];
}

function titlesIn(list: unknown, key: 'title' | 'item'): readonly string[] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((entry: unknown) => {
    const { [key]: title, url, phone } = RECORD.catch({}).parse(entry);
    if (typeof title !== 'string') return [];
    const target = [url, phone].find((one) => typeof one === 'string');
    return [target === undefined ? title : `${title} (${target})`];
  });
}
