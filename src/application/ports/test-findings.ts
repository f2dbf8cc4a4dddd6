import type { MessageSid } from '../../domain/delivery/ids.ts';

/** What the operator saw of a test message on their phone. */
export type TestFinding = {
  readonly sid: MessageSid;
  /** Whether it arrived and reads right. */
  readonly isRight: boolean;
  /** Why not, in the operator's words; null where it is right, and once it was erased. */
  readonly reason: string | null;
  readonly operator: string;
  readonly at: Date;
};

/** The operator's findings. Each call is one durable transaction. */
export type TestFindings = {
  readonly add: (finding: TestFinding) => Promise<void>;
  /** Oldest first. */
  readonly list: () => Promise<readonly TestFinding[]>;
  readonly close: () => Promise<void>;
};
