import * as z from 'zod';
import type { TemplateFacts, TemplateType } from '../../domain/template-facts.ts';
import type { TemplateSid } from '../../domain/template.ts';
import type { TwilioClient } from './client.ts';
import { failureOf } from './failure.ts';

const NAME = z.string().min(1);
const RECORD = z.record(z.string(), z.unknown());
const BODY = z.object({ body: z.string().min(1) });
/** WhatsApp's part of an approval request is untyped in Twilio's specification. */
const APPROVAL = z.object({
  status: z.string(),
  category: z.string().nullish().catch(null),
  content_type: z.string().nullish(),
});

/**
 * All that Twilio tells of a template.
 *
 * @throws whatever the SDK throws, for `failureOf` to read
 */
export async function readTemplate(client: TwilioClient, sid: TemplateSid): Promise<TemplateFacts> {
  const content = await client.content.v1.contents(sid).fetch();
  const whatsapp = await approvalOf(client, sid);
  return {
    sid,
    name: NAME.catch(sid).parse(content.friendlyName),
    types: Object.entries(RECORD.catch({}).parse(content.types)).map(readType),
    declared: Object.keys(RECORD.catch({}).parse(content.variables)),
    approvalState: whatsapp?.status.toLowerCase() ?? 'unsubmitted',
    category: whatsapp?.category?.toUpperCase() ?? null,
    approvedType: whatsapp?.content_type ?? null,
  };
}

/** A template that was never submitted has no approval request to find. */
async function approvalOf(
  client: TwilioClient,
  sid: TemplateSid,
): Promise<z.infer<typeof APPROVAL> | null> {
  try {
    const { whatsapp } = await client.content.v1.contents(sid).approvalFetch().fetch();
    return APPROVAL.safeParse(whatsapp).data ?? null;
  } catch (error) {
    const failure = failureOf(error);
    if (failure.kind === 'refused' && failure.httpStatus === 404) return null;
    throw error;
  }
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
