import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { bundleLambda } from '../../../scripts/lambda-bundle.ts';
import { FAILURES } from '../../../src/adapters/simulator/faults/failures.ts';
import { twilioGateway } from '../../../src/adapters/twilio/gateway.ts';
import { approve } from '../../../src/domain/approval/approval.ts';
import { yesAtTerminal } from '../../../src/domain/approval/operator-yes.ts';
import { digestOf } from '../../../src/domain/message/message.ts';
import { A_YES, aMessage } from '../../support/builders.ts';
import {
  AUTH_TOKEN,
  SENDER,
  simulatedTwilio,
  type SimulatedTwilio,
  UNREACHABLE_URL,
} from '../../support/sending/simulated-twilio.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

/** The time limit for requests without a response. All others are faster. */
const SHORT_TIMEOUT_MS = 1000;
const UNANSWERED = ['900803', '900805'];

type SendModule = {
  readonly twilioGateway: typeof twilioGateway;
  readonly approve: typeof approve;
  readonly yesAtTerminal: typeof yesAtTerminal;
};

let folder: string;
let bundled: SendModule;
beforeAll(async () => {
  folder = temporaryFolder('urmston-bundled-');
  const entry = join(folder, 'entry.ts');
  writeFileSync(
    entry,
    `export { twilioGateway } from ${source('adapters/twilio/gateway.ts')};
     export { approve } from ${source('domain/approval/approval.ts')};
     export { yesAtTerminal } from ${source('domain/approval/operator-yes.ts')};`,
  );
  const outfile = join(folder, 'index.mjs');
  await bundleLambda(entry, outfile);
  bundled = (await import(pathToFileURL(outfile).href)) as SendModule;
});
afterAll(() => rmSync(folder, { recursive: true }));

function source(path: string): string {
  return JSON.stringify(fileURLToPath(new URL(`../../../src/${path}`, import.meta.url)));
}

let twilio: SimulatedTwilio;
beforeEach(async () => {
  twilio = await simulatedTwilio({ lateByMs: 60_000 });
});
afterEach(() => twilio.close());

async function outcomeOf(
  module: SendModule,
  lastSix: string,
  standIn = twilio.connection.standIn,
): Promise<object> {
  const isUnanswered = UNANSWERED.includes(lastSix);
  const { timeoutMs } = twilio.connection;
  const connection = {
    ...twilio.connection,
    standIn,
    timeoutMs: isUnanswered ? SHORT_TIMEOUT_MS : timeoutMs,
  };
  const message = aMessage({ parent_tel: `+447700${lastSix}` });
  const yes = module.yesAtTerminal({ shown: digestOf(message), key: 'y', ...A_YES });
  return await module.twilioGateway(connection, SENDER).send(module.approve(message, yes), 60);
}

describe('a send by the bundled code', () => {
  it.each(FAILURES)(
    'has the same outcome as one from the source for $lastSix: $happens',
    async ({ lastSix }) => {
      const fromSource = await outcomeOf({ twilioGateway, approve, yesAtTerminal }, lastSix);
      const sentByTheSource = twilio.sent().length;
      await twilio.close();
      twilio = await simulatedTwilio({ lateByMs: 60_000 });
      const fromBundle = await outcomeOf(bundled, lastSix);
      expect({ ...fromBundle, messageSid: null }).toEqual({ ...fromSource, messageSid: null });
      expect(twilio.sent()).toHaveLength(sentByTheSource);
      expect(JSON.stringify(fromBundle)).not.toContain(AUTH_TOKEN);
    },
  );

  it('is unreachable when nothing listens', async () => {
    const outcome = await outcomeOf(bundled, '900123', new URL(UNREACHABLE_URL));
    expect(outcome).toEqual({ kind: 'unreachable' });
  });
});
