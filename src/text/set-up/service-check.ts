import type { ServiceCheck, ServiceCheckName } from '../../domain/set-up/set-up.ts';
import type { SetUpAdvice } from './set-up.ts';

/** What a service is asked, by its name on the screen. */
export const SERVICE_CHECK_NAMES: { readonly [check in ServiceCheckName]: string } = {
  health: 'health',
  no_key: 'no key',
  wrong_key: 'wrong key',
  invalid_record: 'invalid record',
  oversized_record: 'oversized record',
  wrong_method: 'wrong method',
  wrong_content_type: 'wrong content type',
  unsigned_webhook: 'unsigned webhook',
  forged_webhook: 'forged webhook',
  request_id: 'request ids',
};

const FIXES: { readonly [check in ServiceCheckName]: string } = {
  health: 'Look into the log of the service; its ledger may be out of reach.',
  no_key: 'Set API_KEY where the service runs: nobody may trigger a message without one.',
  wrong_key: 'Check API_KEY where the service runs: it takes a key that nobody was given.',
  invalid_record:
    'Check that API_KEY is the same here and there (403), and that the newest version runs there.',
  oversized_record: 'Put the newest version there, and let the gateway pass errors on.',
  wrong_method: 'Put the newest version there.',
  wrong_content_type: 'Put the newest version there, and let the gateway pass the body as it is.',
  unsigned_webhook: 'Set TWILIO_AUTH_TOKEN and PUBLIC_URL there: anybody could write states.',
  forged_webhook: 'Set TWILIO_AUTH_TOKEN and PUBLIC_URL there: anybody could write states.',
  request_id: 'Let the gateway pass the header X-Request-Id on, both ways.',
};

/** The answer to one question, in words. */
export function explainServiceCheck(asked: ServiceCheck): SetUpAdvice {
  const { check, isRight, httpStatus, expected, milliseconds } = asked;
  const fix = isRight ? null : FIXES[check];
  if (check === 'request_id') {
    const message = isRight
      ? 'Every answer bears the id of its request.'
      : 'Not every answer bears the id of its request.';
    return { message, fix };
  }
  if (httpStatus === null) return { message: 'No answer came.', fix: 'Check the address.' };
  const wanted = isRight ? '' : `, where ${expected[0]} was expected`;
  return { message: `HTTP ${httpStatus} in ${milliseconds} ms${wanted}.`, fix };
}
