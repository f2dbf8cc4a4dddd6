import type { TemplateSource } from '../../application/ports/ports.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import {
  sendableTemplate,
  type TemplateFacts,
  type TemplateType,
  type TemplateSid,
} from '../../domain/message/template.ts';
import { type TwilioConnection, callTwilio, type Called } from './client.ts';
import { stopOf } from './failure.ts';
import * as z from 'zod';

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

const NAME = z.string().min(1);
const RECORD = z.record(z.string(), z.unknown());
const BODY = z.object({ body: z.string().min(1) });
/** WhatsApp's part of an approval request is untyped in Twilio's specification. */
const APPROVAL = z.object({
  status: z.string(),
  category: z.string().nullish().catch(null),
  content_type: z.string().nullish(),
});

/** All that Twilio tells of a template. */
export async function readTemplate(
  connection: TwilioConnection,
  sid: TemplateSid,
): Promise<Called<TemplateFacts>> {
  const content = await callTwilio(connection, async ({ contents }) => await contents(sid).fetch());
  if (content.kind !== 'told') return content;
  const approval = await approvalOf(connection, sid);
  if (approval.kind !== 'told') return approval;
  const { friendlyName, types, variables } = content.value;
  const whatsapp = approval.value;
  return {
    kind: 'told',
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

/** A template that was never submitted has no approval request to find. */
async function approvalOf(
  connection: TwilioConnection,
  sid: TemplateSid,
): Promise<Called<z.infer<typeof APPROVAL> | null>> {
  const called = await callTwilio(
    connection,
    async ({ contents }) => await contents(sid).approvalFetch().fetch(),
  );
  if (called.kind === 'refused' && called.httpStatus === 404) return { kind: 'told', value: null };
  if (called.kind !== 'told') return called;
  return { kind: 'told', value: APPROVAL.safeParse(called.value.whatsapp).data ?? null };
}

function readType([type, content]: readonly [string, unknown]): TemplateType {
  return { type, body: BODY.safeParse(content).data?.body ?? null, buttons: buttonsIn(content) };
}

/** Each type keeps its buttons elsewhere: under `actions`, in `cards`, in a list's `items`. */
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
