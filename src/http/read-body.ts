/** The body of a request as text, or null where it is longer than it may be. */
export async function readBody(request: Request, longestBytes: number): Promise<string | null> {
  if (Number(request.headers.get('Content-Length') ?? 0) > longestBytes) return null;
  if (request.body === null) return '';
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body) {
    length += chunk.byteLength;
    if (length > longestBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** The kind of a body, without what stands behind it: `application/json`. */
export function contentTypeOf(request: Request): string {
  const [type = ''] = (request.headers.get('Content-Type') ?? '').split(';');
  return type.trim().toLowerCase();
}
