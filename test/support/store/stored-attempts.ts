import { DatabaseSync } from 'node:sqlite';

/** An attempt as it is stored in a ledger's file. */
export type KeptAttempt = {
  readonly recipient: string;
  readonly purpose: string;
  readonly season: string;
  readonly state: string;
  readonly message_sid: string | null;
  readonly doubt: string | null;
  readonly delivery: string | null;
  readonly approved_by: string;
  readonly player: string;
  readonly body: string;
};

const ATTEMPTS = `
  SELECT attempt.value ->> '$.recipient' AS recipient, doc ->> '$.purpose' AS purpose,
    doc ->> '$.season' AS season, attempt.value ->> '$.state' AS state,
    attempt.value ->> '$.messageSid' AS message_sid, attempt.value ->> '$.doubt' AS doubt,
    attempt.value ->> '$.delivery' AS delivery, attempt.value ->> '$.operator' AS approved_by,
    attempt.value ->> '$.player' AS player, attempt.value ->> '$.body' AS body
  FROM items, json_each(json_insert(doc -> '$.earlier', '$[#]', doc -> '$.attempt')) AS attempt
  WHERE sk = 'message' AND (doc ->> '$.purpose' = 'answer') = ? AND pk LIKE '%#message#%'
  ORDER BY items.id, attempt.key`;

/** Every attempt, message by message, read through a connection of its own. */
export function storedAttempts(file: string, of: 'messages' | 'answers' = 'messages') {
  const database = new DatabaseSync(file, { readOnly: true });
  try {
    const rows = database.prepare(ATTEMPTS).all(Number(of === 'answers'));
    return rows.map((row): KeptAttempt => ({ ...row }) as KeptAttempt);
  } finally {
    database.close();
  }
}
