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
} from '../support/sending/simulated-twilio.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { toolEvents } from './kill-moment.ts';
import { randomFault, LONGEST_LAG_MS, type Mode } from './modes.ts';
import type { ToolSetup } from './run-tool.ts';
import type { SeededChoice } from './seeded-choice.ts';

/** A list, the tool's folder, and a simulated Twilio that outlives the tool. */
export type Testbed = {
  readonly setup: ToolSetup;
  readonly players: readonly Player[];
  readonly ledgerFile: string;
  /** Every message that the simulator accepted. */
  readonly accepted: () => readonly StoredMessage[];
  /** Stops faults of requests. The list still lags. */
  readonly stopFaults: () => void;
  readonly close: () => Promise<void>;
  /** Removes the files. */
  readonly remove: () => void;
  /** Keeps the files, adds these facts and the accepted messages, and returns the folder. */
  readonly keepForReview: (facts: object) => string;
};

export async function createTestbed(mode: Mode, choice: SeededChoice): Promise<Testbed> {
  const root = temporaryFolder('urmston-torture-');
  const [folder, home] = [join(root, 'work'), join(root, 'home')];
  mkdirSync(folder);
  const players = randomFamilies(choice);
  writeFileSync(join(folder, 'players.json'), JSON.stringify(players));

  const events = toolEvents();
  const store = memoryStore();
  const template = aSimulatedTemplate();
  let hasFaults = true;
  const simulator = await startSimulator({
    account: { accountSid: ACCOUNT_SID, authToken: AUTH_TOKEN },
    senders: [SENDER],
    templates: [template],
    now: () => new Date(),
    listLagMs: choice.integer(0, LONGEST_LAG_MS, 'lag'),
    faults: (number) => {
      events.emit('posted');
      return hasFaults ? randomFault(mode, choice, number) : null;
    },
    store: {
      ...store,
      add: (message) => {
        store.add(message);
        events.emit('accepted');
      },
      list: () => {
        events.emit('listed');
        return store.list();
      },
    },
  });
  return {
    setup: {
      folder,
      events,
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
    stopFaults: () => {
      hasFaults = false;
    },
    close: simulator.close,
    remove: () => rmSync(root, { recursive: true, force: true }),
    keepForReview: (facts) => {
      const all = { ...facts, accepted: store.list().toReversed() };
      writeFileSync(join(root, 'what-happened.json'), JSON.stringify(all, null, 2));
      return root;
    },
  };
}

/** A record of the list, as the club's system exports it. */
export type Player = {
  readonly player_first_name: string;
  readonly parent_tel: string;
  readonly [field: string]: string;
};

const PARENTS = ['Jane', 'Daniel', 'Priya', 'Sam', 'Omar', 'Grace', 'Liam', 'Zoe'] as const;
const SURNAMES = ['Smith', 'Prescott', 'Bancroft', 'Hartley', 'Ellis', 'Moss', 'Doyle'] as const;
const CHILDREN = [
  ['John', 'Amelia', 'Noah', 'Ava'],
  ['Ben', 'Cara', 'Eve', 'Finn'],
  ['Isla', 'Jack', 'Kit', 'Lola'],
  ['Mia', 'Ned', 'Orla', 'Poppy'],
] as const;

/** Four families, each with two children in one case of four. First names are unique within a family. */
export function randomFamilies(choice: SeededChoice): readonly Player[] {
  return CHILDREN.flatMap((names, family) => {
    const surname = choice.pick(SURNAMES, 'surname', family);
    const parent = {
      parent_first_name: choice.pick(PARENTS, 'parent', family),
      parent_last_name: surname,
      // The simulator has no faults for 07700 900100 to 900139.
      parent_tel: `+4477009001${family}${choice.integer(0, 9, 'number', family)}`,
    };
    const first = choice.integer(0, names.length - 1, 'first child', family);
    const children = choice.pick([1, 1, 1, 2], 'children', family);
    return Array.from({ length: children }, (_, child) => ({
      ...CLUB_FIELDS,
      ...parent,
      player_first_name: names[(first + child) % names.length] ?? names[0],
      player_last_name: surname,
    }));
  });
}

const CLUB_FIELDS = {
  team_name: 'Panthers',
  age_group: 'u11s',
  team_manager_1_full_name: 'Alex Johnson',
  team_manager_1_tel: '+447700900001',
  current_registration_season: '2026-27',
  membership_fee_amount: '40',
  subscription_fee_amount: '26',
};
