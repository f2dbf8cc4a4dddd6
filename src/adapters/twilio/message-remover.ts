import type { MessageRemover, RemovalResult } from '../../application/forget/delete-at-twilio.ts';
import { callTwilio, type CallResult, type TwilioConnection } from './client.ts';

/** Deletes messages with Twilio's Messages resource. Their media go first: without its message nobody finds them. */
export function twilioMessageRemover(connection: TwilioConnection): MessageRemover {
  return {
    remove: async ({ sid, hasMedia }) => {
      if (hasMedia) {
        const media = await callTwilio(
          connection,
          async ({ messages }) => await messages(sid).media.list(),
        );
        if (media.kind !== 'ok') return resultOf(media);
        for (const one of media.value) {
          // oxlint-disable-next-line no-await-in-loop -- few messages have more than one
          const removed = await callTwilio(
            connection,
            async ({ messages }) => await messages(sid).media(one.sid).remove(),
          );
          const result = resultOf(removed);
          if (result.kind !== 'deleted' && result.kind !== 'gone') return result;
        }
      }
      return resultOf(
        await callTwilio(connection, async ({ messages }) => await messages(sid).remove()),
      );
    },
  };
}

function resultOf(result: CallResult<unknown>): RemovalResult {
  switch (result.kind) {
    case 'ok':
      return { kind: 'deleted' };
    case 'unreachable':
      return { kind: 'unreachable' };
    case 'unknown':
      return { kind: 'unclear' };
    case 'refused': {
      const { kind, httpStatus, twilioCode, twilioText, retryAfterSeconds } = result;
      return httpStatus === 404
        ? { kind: 'gone' }
        : { kind, httpStatus, twilioCode, twilioText, retryAfterSeconds };
    }
  }
}
