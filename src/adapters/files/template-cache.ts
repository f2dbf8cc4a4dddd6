import { dirname } from 'node:path';
import * as z from 'zod/mini';
import type { Clock } from '../../application/ports/clock.ts';
import type { TemplateSource } from '../../application/ports/gateway.ts';
import {
  checkedTemplate,
  VARIABLE_NUMBERS,
  type Template,
  type TemplateSid,
} from '../../domain/message/template.ts';
import { InviteError } from '../../domain/problem/problem.ts';
import type { Mode } from '../../domain/set-up/mode.ts';
import { templateCacheFile } from './home-folder.ts';
import { makeFolder } from './make-folder.ts';
import { readWholeFile, replaceFile } from './whole-file.ts';

/** A template has at most 1,600 characters of text. */
const LARGEST_KEPT_BYTES = 64 * 1024;

/** A stand-in's template is kept apart from the club's by its mode. */
type Place = { readonly home: string; readonly mode: Mode };

export type KeptTemplate = { readonly template: Template; readonly fetchedAt: Date };

const KEPT = z.object({
  mode: z.string(),
  fetched_at: z.iso.datetime(),
  sid: z.string(),
  name: z.string(),
  body: z.string(),
  approval_state: z.string(),
  category: z.nullable(z.string()),
});

/** Wraps a source so that each template it fetches is kept for previews without a network. */
export function keepingTemplates(
  source: TemplateSource,
  place: Place & { readonly clock: Clock },
): TemplateSource {
  return {
    fetch: async () => {
      const template = await source.fetch();
      keepTemplate(template, place);
      return template;
    },
  };
}

/** The template as last fetched; null where there is none, or the kept one is not valid. */
export function keptTemplate({ home, mode }: Place, sid: TemplateSid): KeptTemplate | null {
  const kept = KEPT.safeParse(jsonIn(templateCacheFile(home)));
  if (!kept.success || kept.data.sid !== sid || kept.data.mode !== mode) return null;
  const { name, body, approval_state: approvalState, category, fetched_at } = kept.data;
  try {
    const template: Template = { sid, name, body, source: 'cache', approvalState, category };
    return {
      template: checkedTemplate(template, VARIABLE_NUMBERS),
      fetchedAt: new Date(fetched_at),
    };
  } catch (error) {
    if (error instanceof InviteError) return null;
    throw error;
  }
}

function keepTemplate(
  { sid, name, body, approvalState, category }: Template,
  { home, mode, clock }: Place & { readonly clock: Clock },
): void {
  const file = templateCacheFile(home);
  const kept = {
    mode,
    fetched_at: clock.now().toISOString(),
    sid,
    name,
    body,
    approval_state: approvalState,
    category,
  };
  try {
    makeFolder(dirname(file));
    replaceFile(file, Buffer.from(`${JSON.stringify(kept)}\n`));
  } catch {
    // Only previews need the copy, so that a send goes on without it.
  }
}

function jsonIn(file: string): unknown {
  try {
    return JSON.parse(readWholeFile(file, LARGEST_KEPT_BYTES).toString());
  } catch {
    return null;
  }
}
