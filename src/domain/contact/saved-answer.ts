import leven from 'leven';
import type { AnswerPart, ReplyTextFault, SavedAnswerFault } from '../problem/problem.ts';
import { FIELDS, isField } from '../record/field.ts';
import { maxEditDistance } from '../record/spelling.ts';
import { readReplyText } from './free-reply.ts';

/** The setting whose value a saved answer may contain. */
const LINK = 'LINK' satisfies AnswerPart;

/** How many saved answers there may be: one for each key from 1 to 9. */
export const MOST_ANSWERS = 9;

const IN_BRACES = /\{([^{}]*)\}/gu;

/** The parts that a saved answer contains, each once. */
export function partsIn(text: string): readonly AnswerPart[] {
  return [...new Set(namesIn(text))].filter(isPart);
}

function namesIn(text: string): readonly string[] {
  return [...text.matchAll(IN_BRACES)].map(([, name = '']) => name);
}

function isPart(name: string): name is AnswerPart {
  return name === LINK || isField(name);
}

/** Checks an answer that is to be saved. The text is trimmed and in NFC. */
export function readSavedAnswer(
  typed: string,
):
  | { readonly ok: true; readonly text: string }
  | { readonly ok: false; readonly fault: SavedAnswerFault } {
  const text = typed.replaceAll('\r\n', '\n').trim().normalize('NFC');
  const unknown = namesIn(text).find((name) => !isPart(name));
  if (unknown !== undefined) {
    return {
      ok: false,
      fault: { kind: 'unknown_part', name: unknown, nearest: nearestPart(unknown) },
    };
  }
  const around = text.replace(IN_BRACES, 'x');
  if (/[{}]/u.test(around)) return { ok: false, fault: { kind: 'stray_brace' } };
  const read = readReplyText(around);
  return read.ok ? { ok: true, text } : { ok: false, fault: { kind: 'text', fault: read.fault } };
}

const LONGEST_NAME = 40;

function nearestPart(name: string): AnswerPart | null {
  if (name.length > LONGEST_NAME) return null;
  const key = spellingOf(name);
  const [near] = [LINK, ...FIELDS]
    .filter(isPart)
    .map((part) => ({ part, distance: leven(key, spellingOf(part)) }))
    .toSorted((a, b) => a.distance - b.distance);
  return near !== undefined && near.distance <= maxEditDistance(key) ? near.part : null;
}

function spellingOf(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** The values of each part for one parent: one for each child, empty where it is not known. */
export type AnswerValues = { readonly [part in AnswerPart]: readonly string[] };

export type FilledAnswer =
  | { readonly ok: true; readonly text: string }
  | {
      readonly ok: false;
      readonly why:
        | { readonly kind: 'part_empty'; readonly part: AnswerPart }
        /** The parent's children differ in it. */
        | {
            readonly kind: 'part_differs';
            readonly part: AnswerPart;
            readonly values: readonly string[];
          }
        | { readonly kind: 'text'; readonly fault: ReplyTextFault };
    };

/** A saved answer with the values of one parent. Nothing is left out: a part without a value refuses it. */
export function fillAnswer(saved: string, values: AnswerValues): FilledAnswer {
  for (const part of partsIn(saved)) {
    const found = distinct(values[part]);
    if (found.length === 0) return { ok: false, why: { kind: 'part_empty', part } };
    // Two children can be named in one sentence; two fees or two managers cannot.
    if (found.length > 1 && part !== 'player_first_name') {
      return { ok: false, why: { kind: 'part_differs', part, values: found } };
    }
  }
  const filled = (link: string): string =>
    saved.replace(IN_BRACES, (_whole, name: string) =>
      name === LINK ? link : namesOf(distinct(isPart(name) ? values[name] : [])),
    );
  const [link = ''] = values[LINK];
  // A link may contain marks that WhatsApp reads as formatting elsewhere.
  const read = readReplyText(filled('x'.repeat(link.length)));
  return read.ok
    ? { ok: true, text: filled(link) }
    : { ok: false, why: { kind: 'text', fault: read.fault } };
}

function distinct(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter((value) => value !== ''))];
}

/** `Jo`, `Jo and Robin`, `Jo, Robin and Sam`. */
function namesOf(names: readonly string[]): string {
  return new Intl.ListFormat('en-GB').format(names);
}
