import { troubleOf, type FateKind } from '../../domain/delivery/fate.ts';
import type { ExitCode } from './exit-code.ts';

type Trouble = NonNullable<ReturnType<typeof troubleOf>>;

const CODES: { readonly [trouble in Trouble]: ExitCode } = {
  unreachable: 5,
  refused: 6,
  unknown: 7,
};

/** The exit code of a command that sent one message with this fate. */
export function exitCodeOfFate(fate: { readonly kind: FateKind }): ExitCode {
  const trouble = troubleOf(fate);
  return trouble === null ? 0 : CODES[trouble];
}
