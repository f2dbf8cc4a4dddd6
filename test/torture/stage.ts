import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  memoryStore,
  type StoredMessage,
} from '../../src/adapters/simulator/messages/message-store.ts';
import { startSimulator } from '../../src/adapters/simulator/simulator.ts';
import {
  ACCOUNT_SID,
  aSimulatedTemplate,
  AUTH_TOKEN,
  SENDER,
} from '../support/sending/run-simulated-twilio.ts';
import type { Dice } from './dice.ts';
import { familiesBy, type Player } from './families.ts';
import { faultIn, LONGEST_LAG_MS, type Mode } from './modes.ts';
import type { Desk } from './run-tool.ts';
import { noSightsYet } from './sights.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** One list on one computer, and a simulated Twilio beside it that outlives the tool. */
export type Stage = {
  readonly desk: Desk;
  readonly players: readonly Player[];
  readonly ledgerFile: string;
  /** Every message that was accepted: the truth that the tool is judged by. */
  readonly accepted: () => readonly StoredMessage[];
  /** From now on nothing goes wrong with a request; the list lags as before. */
  readonly endFaults: () => void;
  readonly close: () => Promise<void>;
  /** Removes the computer's files. */
  readonly remove: () => void;
  /** Leaves them for a look instead, with these facts and the account of Twilio beside; returns where. */
  readonly keep: (facts: object) => string;
};

export async function setStage(mode: Mode, dice: Dice): Promise<Stage> {
  const root = temporaryFolder('urmston-torture-');
  const [folder, home] = [join(root, 'work'), join(root, 'home')];
  mkdirSync(folder);
  const players = familiesBy(dice);
  writeFileSync(join(folder, 'players.json'), JSON.stringify(players));

  const sights = noSightsYet();
  const store = memoryStore();
  const template = aSimulatedTemplate();
  let goesWrong = true;
  const simulator = await startSimulator({
    account: { accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN },
    senders: [SENDER],
    templates: [template],
    now: () => new Date(),
    listLagMs: dice.whole(0, LONGEST_LAG_MS, 'lag'),
    faults: (number) => {
      sights.saw('posted');
      return goesWrong ? faultIn(mode, dice, number) : null;
    },
    store: {
      ...store,
      add: (message) => {
        store.add(message);
        sights.saw('accepted');
      },
      list: () => {
        sights.saw('listed');
        return store.list();
      },
    },
  });
  return {
    desk: {
      folder,
      sights,
      env: {
        HOME: root,
        URMSTON_INVITE_HOME: home,
        TWILIO_ACCOUNT_SID: ACCOUNT_SID,
        TWILIO_AUTH_TOKEN: AUTH_TOKEN,
        TWILIO_PHONE_NUMBER: SENDER,
        TWILIO_TEMPLATE_SID: template.sid,
        TWILIO_BASE_URL: simulator.baseUrl,
        OPERATOR: 'Robin Green',
        SEND_HOURS: '00:00-24:00',
      },
    },
    players,
    ledgerFile: join(home, 'ledger.db'),
    accepted: store.list,
    endFaults: () => {
      goesWrong = false;
    },
    close: simulator.close,
    remove: () => rmSync(root, { recursive: true, force: true }),
    keep: (facts) => {
      const all = { ...facts, accepted: store.list().toReversed() };
      writeFileSync(join(root, 'what-happened.json'), JSON.stringify(all, null, 2));
      return root;
    },
  };
}
