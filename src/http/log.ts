import type { ContentKind } from '../domain/contact/reply-content.ts';
import type { DailyTag } from '../domain/delivery/daily-tag.ts';
import type { MessageSid } from '../domain/delivery/ids.ts';
import type { DeliveryState } from '../domain/delivery/state.ts';

/**
 * All fields of a log line. It has no field for a name, number, body, header or secret, so none can be
 * logged. Lines about one message or person have the same tag for a day.
 */
export type LogEntry = {
  readonly level: 'info' | 'warn' | 'error';
  readonly event: 'trigger' | 'webhook' | 'health' | 'other' | 'queue' | 'listening' | 'stopped';
  readonly request_id?: string;
  readonly status?: number;
  readonly outcome?: string;
  readonly message_tag?: DailyTag;
  readonly message_sid?: MessageSid;
  readonly person_tag?: DailyTag;
  /** What a reply consists of. */
  readonly reply_kinds?: readonly ContentKind[];
  readonly delivery_state?: DeliveryState;
  readonly twilio_code?: number;
  /** The names of settings that are missing or malformed. */
  readonly setting?: string;
  readonly duration_ms?: number;
};

/** What a handler adds to the log line of its request. */
export type LogFacts = Omit<
  LogEntry,
  'level' | 'event' | 'request_id' | 'status' | 'duration_ms'
> & {
  /** Set where a request that was answered well needs somebody. */
  readonly level?: 'error';
};

export type Log = (entry: LogEntry) => void;
