import { Logger } from '@aws-lambda-powertools/logger';
import type { LogEntry } from '../../http/log.ts';
import { SettingUnread } from './settings-source.ts';

/** What a line of a function's log can hold: as `LogEntry`, and no more. */
type Line = Omit<LogEntry, 'event'> & { readonly event: string };

/**
 * Lines as Powertools writes them, each with the outcome at its top, where the alarms count it. No event
 * is logged, since it holds bodies and headers.
 */
export function functionLog(service: string): (line: Line) => void {
  const logger = new Logger({ serviceName: service, logLevel: 'INFO' });
  return ({ level, event, ...facts }) => logger[level](event, facts);
}

/**
 * What nobody foresaw, by the kind of the error and the places in the code: its message may quote a
 * name, a number or a secret.
 */
export function faultLog(service: string): (error: unknown) => void {
  const logger = new Logger({ serviceName: service, logLevel: 'INFO' });
  return (error) => {
    const isError = error instanceof Error;
    const frames = isError
      ? (error.stack ?? '').split('\n').filter((line) => /^\s+at /u.test(line))
      : [];
    const { setting, reason } = error instanceof SettingUnread ? error : {};
    const fault = isError ? error.name : typeof error;
    logger.error('fault', { outcome: 'fault', fault, setting, reason, frames });
  };
}
