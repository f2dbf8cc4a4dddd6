/** What a file is that came with a reply; `media` where Twilio tells only that there is one. */
export const ATTACHMENTS = [
  'image',
  'video',
  'voice_note',
  'audio',
  'document',
  'contact',
  'sticker',
  'media',
] as const;

export type Attachment = (typeof ATTACHMENTS)[number];

/** A place that a parent shared. Each part as WhatsApp gives it, or null. */
export type SharedLocation = {
  readonly label: string | null;
  readonly address: string | null;
  readonly latitude: string | null;
  readonly longitude: string | null;
};

/** What a parent sent. All of its text is untrusted. */
export type ReplyContent = {
  readonly text: string;
  /** The text of the button that was pressed. */
  readonly button: string | null;
  /** URLs of media at Twilio. */
  readonly media: readonly string[];
  /** What the media are. Absent where Twilio only tells that there are some. */
  readonly attachments?: readonly Attachment[];
  readonly location?: SharedLocation;
  /** Whether `text` is the emoji of a reaction to a message; empty where the reaction is taken back. */
  readonly isReaction?: true;
};

/** What a reply consists of. `other`: nothing that can be shown. */
export type ContentKind = 'text' | 'button' | 'reaction' | 'location' | Attachment | 'other';

/** Twilio's `MessageType`, where it says more than the media type of the file. */
const BY_MESSAGE_TYPE: ReadonlyMap<string, Attachment> = new Map([
  ['image', 'image'],
  ['video', 'video'],
  ['voice', 'voice_note'],
  ['document', 'document'],
  ['contacts', 'contact'],
  ['sticker', 'sticker'],
]);

const BY_MEDIA_TYPE: readonly (readonly [RegExp, Attachment])[] = [
  [/^text\/(?:x-)?vcard$/u, 'contact'],
  [/^image\/webp$/u, 'sticker'],
  [/^image\//u, 'image'],
  [/^video\//u, 'video'],
  // WhatsApp records voice notes in this format, and passes on other audio as it is.
  [/^audio\/(?:ogg|opus)$/u, 'voice_note'],
  [/^audio\//u, 'audio'],
  [/^[\w-]+\//u, 'document'],
];

/**
 * What the files of a reply are, by Twilio's `MessageType` and the media type of each, with or without
 * parameters. A type that has a file by its nature is named even where the file is missing.
 */
export function attachmentsOf(
  messageType: string | null,
  mediaTypes: readonly (string | null)[],
): readonly Attachment[] {
  const type = messageType?.toLowerCase() ?? '';
  const known = BY_MESSAGE_TYPE.get(type);
  if (mediaTypes.length > 0) return mediaTypes.map((media) => known ?? attachmentIn(media));
  if (known !== undefined) return [known];
  return type === 'audio' ? ['audio'] : [];
}

function attachmentIn(mediaType: string | null): Attachment {
  const type = mediaType?.split(';')[0]?.trim().toLowerCase() ?? '';
  return BY_MEDIA_TYPE.find(([pattern]) => pattern.test(type))?.[1] ?? 'media';
}

/** The text of a reply, where it is more than the emoji of a reaction or the text of a button. */
export function ownText({ text, button, isReaction }: ReplyContent): string {
  return isReaction === true || text === button ? '' : text;
}

/** The files of a reply. */
export function filesOf({ media, attachments }: ReplyContent): readonly Attachment[] {
  return attachments ?? media.map(() => 'media');
}

/** The kinds of a reply, each once. */
export function contentKindsOf(reply: ReplyContent): readonly ContentKind[] {
  const { button, isReaction, location } = reply;
  const kinds: readonly ContentKind[] = [
    ...(ownText(reply) === '' ? [] : (['text'] as const)),
    ...(button === null ? [] : (['button'] as const)),
    ...(isReaction === true ? (['reaction'] as const) : []),
    ...(location === undefined ? [] : (['location'] as const)),
    ...filesOf(reply),
  ];
  return kinds.length === 0 ? ['other'] : [...new Set(kinds)];
}
