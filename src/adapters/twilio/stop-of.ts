import { InviteError } from '../../domain/problem/problem.ts';
import type { CallFailure } from './failure.ts';

/** Why a run that only asks Twilio cannot go on. */
export function stopOf(failure: CallFailure): InviteError {
  switch (failure.kind) {
    case 'unreachable':
      return new InviteError({ code: 'twilio_unreachable' });
    case 'unknown':
      return new InviteError({ code: 'twilio_unclear', httpStatus: failure.httpStatus });
    case 'refused': {
      const { twilioCode, twilioText } = failure;
      return new InviteError({ code: 'twilio_refused', twilioCode, twilioText });
    }
  }
}
