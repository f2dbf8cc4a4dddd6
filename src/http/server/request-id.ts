import { randomUUID } from 'node:crypto';

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/iu;
const TOKEN = /^[a-z\d][\w.-]{7,63}$/iu;
/** Seven digits in a row can be a phone number, which has no place in a log. */
const NUMBER = /\d{7}/u;

/** The id that the caller gave a request, if it is fit for a log, else the gateway's, else a new one. */
export function requestIdOf(request: Request, gateways: unknown): string {
  const given = request.headers.get('X-Request-Id');
  return [given, gateways].find(isSane) ?? randomUUID();
}

function isSane(id: unknown): id is string {
  return typeof id === 'string' && (UUID.test(id) || (TOKEN.test(id) && !NUMBER.test(id)));
}
