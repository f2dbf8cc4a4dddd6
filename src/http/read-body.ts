/** The body of a request cannot be read as text. */
export class UnreadableBody extends Error {
  readonly reason: 'cut_off' | 'not_utf8';

  constructor(reason: UnreadableBody['reason'], options?: ErrorOptions) {
    super(`The body of the request is ${reason}.`, options);
    this.name = 'UnreadableBody';
    this.reason = reason;
  }
}

/**
 * The body of a request as text, or null where it is longer than `longestBytes`.
 *
 * @throws UnreadableBody when it is cut off, or is not valid UTF-8, where letters would be lost
 */
export async function readBody(request: Request, longestBytes: number): Promise<string | null> {
  if (Number(request.headers.get('Content-Length') ?? 0) > longestBytes) return null;
  if (request.body === null) return '';
  const bytes = await bytesIn(request.body, longestBytes);
  if (bytes === null) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new UnreadableBody('not_utf8', { cause: error });
  }
}

async function bytesIn(
  body: ReadableStream<Uint8Array>,
  longestBytes: number,
): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of body) {
      length += chunk.byteLength;
      if (length > longestBytes) return null;
      chunks.push(chunk);
    }
  } catch (error) {
    throw new UnreadableBody('cut_off', { cause: error });
  }
  return Buffer.concat(chunks);
}

/** The media type of a body without parameters, such as `application/json`. */
export function contentTypeOf(request: Request): string {
  const [type = ''] = (request.headers.get('Content-Type') ?? '').split(';');
  return type.trim().toLowerCase();
}
