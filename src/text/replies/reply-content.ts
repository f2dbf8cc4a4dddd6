import {
  filesOf,
  contentKindsOf,
  ownText,
  type Attachment,
  type ReplyContent,
  type SharedLocation,
} from '../../domain/contact/reply-content.ts';
import { count, cutTo, printable } from '../format.ts';

/**
 * What a parent sent, on one line: `“See you there” (an image)`, `(a voice note)`.
 *
 * @param most the number of characters it may have. The text is cut before what stands beside it.
 */
export function replyContent(reply: ReplyContent, most = Infinity): string {
  const text = printable(ownText(reply));
  const beside = besideText(reply);
  if (text === '') return cutTo(`(${beside})`, most);
  const after = beside === '' ? '' : ` (${beside})`;
  return cutTo(`“${cutTo(text, Math.max(most - after.length - '“”'.length, 1))}”${after}`, most);
}

/** What a reply has beside its text; empty where it is text alone. */
export function besideText(reply: ReplyContent): string {
  const { text, button, isReaction, location } = reply;
  if (contentKindsOf(reply).includes('other')) return 'nothing that can be shown';
  const files = Map.groupBy(filesOf(reply), (one) => one);
  return [
    ...(button === null ? [] : [`pressed “${printable(button)}”`]),
    ...(isReaction === true ? [reactionText(text)] : []),
    ...(location === undefined ? [] : [locationText(location)]),
    ...[...files].map(([kind, all]) => ATTACHMENTS[kind](all.length)),
  ].join(', ');
}

/** What a reply consists of, in JSON, with the parts that are no text. */
export function contentJson(reply: ReplyContent): object {
  const { button, location } = reply;
  return {
    kinds: contentKindsOf(reply),
    ...(button === null ? {} : { button }),
    ...(location === undefined ? {} : { location }),
  };
}

const ATTACHMENTS: { readonly [kind in Attachment]: (many: number) => string } = {
  image: (many) => (many === 1 ? 'an image' : `${many} images`),
  video: (many) => (many === 1 ? 'a video' : `${many} videos`),
  voice_note: (many) => (many === 1 ? 'a voice note' : `${many} voice notes`),
  audio: (many) => (many === 1 ? 'an audio file' : `${many} audio files`),
  document: (many) => (many === 1 ? 'a document' : `${many} documents`),
  contact: (many) => (many === 1 ? 'a contact' : `${many} contacts`),
  sticker: (many) => (many === 1 ? 'a sticker' : `${many} stickers`),
  media: (many) => (many === 1 ? 'media' : count(many, 'media file')),
};

function reactionText(emoji: string): string {
  return emoji === '' ? 'took a reaction back' : `reacted with ${printable(emoji)}`;
}

function locationText({ label, address, latitude, longitude }: SharedLocation): string {
  const named = [label, address].filter((part) => part !== null);
  const parts = named.length > 0 ? named : [latitude, longitude].filter((part) => part !== null);
  return parts.length === 0 ? 'a location' : `a location: ${printable(parts.join(', '))}`;
}
