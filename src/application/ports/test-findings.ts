import type { MessageSid } from '../../domain/delivery/ids.ts';

/** How a test message looked on the operator's phone. */
export type TestFinding = {
  readonly sid: MessageSid;
  /** Whether it arrived and reads as it should. */
  readonly isRight: boolean;
  /** The operator's words on what is wrong; null where nothing is, and after an erasure. */
  readonly reason: string | null;
  readonly operator: string;
  readonly at: Date;
};

/** The recorded findings. Each call is one durable transaction. */
export type TestFindings = {
  readonly add: (finding: TestFinding) => Promise<void>;
  /** Oldest first. */
  readonly list: () => Promise<readonly TestFinding[]>;
  readonly close: () => Promise<void>;
};
