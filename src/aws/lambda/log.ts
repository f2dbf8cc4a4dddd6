import { Logger } from '@aws-lambda-powertools/logger';
import type { LogEntry } from '../../http/log.ts';
import { SettingUnread } from './settings-source.ts';

/** A line of a function's log: the same fields as `LogEntry`. */
type Line = Omit<LogEntry, 'event'> & { readonly event: string };

/**
 * Logs lines with Powertools, with the outcome at the top level, where the alarms count it. Events are
 * not logged, since they contain bodies and headers.
 */
export function functionLog(service: string): (line: Line) => void {
  const logger = new Logger({ serviceName: service, logLevel: 'INFO' });
  return ({ level, event, ...facts }) => logger[level](event, facts);
}

/**
 * Logs an unexpected error by its class and stack frames: its message may contain a name, a number or a
 * secret.
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
