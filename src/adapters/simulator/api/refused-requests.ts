import type { AccountProfile, Resource } from '../account.ts';
import { type ApiRequest, errorResponse, type ApiResponse } from './http.ts';

/** The response to a request that the key or the account may not make; null where it may. */
export function refusalOf(
  resource: Resource,
  { refusal }: Pick<AccountProfile, 'refusal'>,
): ApiResponse | null {
  if (refusal === null || !refusal.of.includes(resource)) return null;
  return errorResponse(refusal.code, refusal.httpStatus);
}

export function messagesResource({ method }: Pick<ApiRequest, 'method'>): Resource {
  return method === 'POST' ? 'messages_create' : 'messages_read';
}
