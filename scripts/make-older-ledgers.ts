/*
 * Creates the version 10 ledgers for the tests of migration: random histories, made with the modules of that
 * version, and everything that its commands and ports return for them.
 *
 *   node scripts/make-older-ledgers.ts CHECKOUT FOLDER SEED...
 * CHECKOUT holds that version (commit f8b496f). One compressed file for each seed is written to FOLDER.
 */

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';

const [checkout = '', folder = '', ...seeds] = process.argv.slice(2);

/** Values of the other version's modules, whose types are not available here. */
// oxlint-disable-next-line typescript/no-explicit-any -- as above
type Any = any;
/**
 * Imports a module of the other version.
 *
 * @param path below the `src` of that version and without `.ts`, since it names no file of this version
 */
const from = async (path: string): Promise<Any> =>
  await import(pathToFileURL(resolve(checkout, 'src', `${path}.ts`)).href);

const { openSqliteLedger } = await from('adapters/ledger/sqlite-ledger');
const { openOptOuts } = await from('adapters/ledger/opt-outs');
const { openReplies } = await from('adapters/ledger/replies');
const { openReplyLog } = await from('adapters/ledger/reply-log');
const { openTestFindings } = await from('adapters/ledger/test-findings');
const { openErasable } = await from('adapters/ledger/erasure');
const { approve } = await from('domain/approval');
const { digestOf } = await from('domain/message');
const { approveReply, replyDigestOf } = await from('domain/free-reply');
const { mayBecome } = await from('domain/state');
const { aMessage, anInvite, aTemplateSid } = await from('../test/support/builders');
const { builtInTemplate } = await from('domain/built-in-template');
const { main } = await from('cli/main');

/** The mulberry32 generator: the same seed gives the same sequence. */
function seededRandom(seed: number) {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const below = (count: number): number => Math.floor(next() * count);
  return {
    below,
    isOneIn: (count: number): boolean => below(count) === 0,
    of: <T>(list: readonly T[]): T => {
      const found = list[below(list.length)];
      if (found === undefined) throw new Error('There is nothing to choose from.');
      return found;
    },
    hex: (length: number): string => Array.from({ length }, () => below(16).toString(16)).join(''),
  };
}
type Random = ReturnType<typeof seededRandom>;

const MODES = ['live', 'stand_in', 'rehearsal'] as const;
type Mode = (typeof MODES)[number];

const FAMILIES = [
  ['Ava', 'Hartley', 'Sarah'],
  ['Ben', 'Prescott', 'Daniel'],
  ['Cara', 'Bancroft', 'Priya'],
  ['Dan', 'Marchant', 'Renée'],
  ['Eve', 'O’Neill', 'Niamh'],
  ['Finn', 'Ellis', 'Morgan'],
  ['Gus', 'Rahman', 'Nadia'],
  ['Hal', 'Rahman', 'Nadia'],
] as const;
const TEAMS = ['Panthers', 'Lions', 'Bears'] as const;
const OPERATORS = ['Robin Green', 'Sam Field'] as const;

type Person = {
  readonly parts: Any;
  readonly phone: string;
  readonly userId: string;
  readonly isOlder: boolean;
};

function peopleOf(random: Random): readonly Person[] {
  return FAMILIES.map(([child, family, parent], index) => {
    // Two siblings share a number.
    const phone = `+4477009001${String(index === 7 ? 16 : 10 + index)}`;
    const parts = {
      player_first_name: child,
      player_last_name: family,
      parent_first_name: parent,
      parent_last_name: family,
      parent_tel: phone,
      team_name: TEAMS[index % TEAMS.length],
      team_manager_1_tel: index === 3 ? '+447700900112' : '+447700900001',
      current_registration_season: '2026-27',
      row: index + 2,
    };
    return { parts, phone, userId: `GB.${random.hex(12)}`, isOlder: index === 4 };
  });
}

/** The state of one random history. */
type World = {
  readonly random: Random;
  readonly people: readonly Person[];
  readonly stores: { readonly [mode in Mode]: Any };
  readonly open: Map<string, { mode: Mode; isAnswer: boolean; state: string; message: Any }>;
  readonly sids: { mode: Mode; sid: string; to: string; isTest: boolean }[];
  readonly replied: { mode: Mode; sid: string; phone: string }[];
  readonly early: string[];
  readonly remembered: string[];
  now: number;
};

const at = (world: World): Date => new Date(world.now);

/** The time of the next step, usually a moment later and sometimes hours later. */
function wait({ random, ...world }: World): number {
  const step = random.of([1, 1, 2, 7, 1500, 61_000, 3_600_000, 20_000_000]);
  return world.now + step;
}

function aSid(world: World): string {
  return `${world.random.of(['SM', 'MM'])}${world.random.hex(32)}`;
}

function modeOf({ random }: World): Mode {
  return random.of(['live', 'live', 'live', 'stand_in', 'stand_in', 'stand_in', 'rehearsal']);
}

function messageFor(world: World, mode: Mode, { parts, isOlder }: Person): Any {
  const { random } = world;
  const template = random.isOneIn(6)
    ? { ...builtInTemplate(), sid: aTemplateSid('b') }
    : builtInTemplate();
  // `status` covers one season, so the other one is used in one mode only.
  const season = isOlder && mode === 'rehearsal' ? '2025-26' : '2026-27';
  const message = aMessage({ ...parts, current_registration_season: season, template });
  if (!random.isOneIn(8)) return message;
  return { ...message, purpose: 'test', key: random.hex(64), inviteeKey: random.hex(64) };
}

async function claim(world: World, mode: Mode, person: Person, approvedAt: Date): Promise<void> {
  const { random, stores, open } = world;
  const message = messageFor(world, mode, person);
  const operator = random.of(OPERATORS);
  const approved = approve(message, { shown: digestOf(message), operator, at: approvedAt });
  const source = { file: random.of(['players.csv', 'autumn list.xlsx']) };
  const first = await stores[mode].ledger.claim(approved, source, at(world), null);
  const replaced =
    first.kind === 'taken' && first.attempt.state === 'unknown' && random.isOneIn(2)
      ? first.attempt.id
      : null;
  if (replaced !== null) open.delete(replaced);
  const claimed =
    replaced === null
      ? first
      : await stores[mode].ledger.claim(approved, source, at(world), replaced);
  if (claimed.kind === 'claimed') {
    open.set(claimed.attemptId, { mode, isAnswer: false, state: 'approved', message });
  }
}

function stepTo(world: World, state: string): Any {
  const { random } = world;
  switch (state) {
    case 'accepted':
      return {
        kind: state,
        messageSid: random.isOneIn(3) ? (world.early.pop() ?? aSid(world)) : aSid(world),
      };
    case 'refused':
      return {
        kind: state,
        twilioCode: random.of([63_016, 21_610, 63_024]),
        twilioText: 'no',
        retryAfterSeconds: null,
      };
    case 'unknown':
      return { kind: state, doubt: random.of(['no_answer_in_time', 'connection_lost', 'cut_off']) };
    default:
      return { kind: state };
  }
}

const NEXT = [
  'sending',
  'sending',
  'sending',
  'lapsed',
  'accepted',
  'accepted',
  'accepted',
  'refused',
  'unreachable',
  'unknown',
  'unknown',
];

async function advance(world: World): Promise<void> {
  const { random, open, stores, sids } = world;
  if (open.size === 0) return;
  const id = random.of([...open.keys()]);
  const known = open.get(id);
  if (known === undefined) return;
  const next = NEXT.filter((state) => mayBecome(known.state, state));
  if (next.length === 0 || (known.state === 'unknown' && !random.isOneIn(5))) return;
  const step = stepTo(world, random.of(next));
  const store = known.isAnswer ? stores[known.mode].replyLog : stores[known.mode].ledger;
  const by = known.state === 'unknown' ? random.of(['Twilio', ...OPERATORS]) : undefined;
  try {
    await store.advance(id, step, at(world), by);
  } catch {
    // A callback has settled it.
    open.delete(id);
    return;
  }
  known.state = step.kind;
  if (step.kind === 'accepted') {
    sids.push({
      mode: known.mode,
      sid: step.messageSid,
      to: known.message?.to ?? '',
      isTest: known.message?.purpose === 'test',
    });
  }
  if (!['sending', 'unknown'].includes(step.kind)) open.delete(id);
}

async function seek(world: World): Promise<void> {
  const { random, open, stores } = world;
  const unknown = [...open].filter(([, { state }]) => state === 'unknown');
  if (unknown.length === 0) return;
  const [id, { mode, isAnswer }] = random.of(unknown);
  const store = isAnswer ? stores[mode].replyLog : stores[mode].ledger;
  try {
    if (random.isOneIn(2)) await store.noteNotFound(id, at(world), random.of(OPERATORS));
    else {
      const candidate = {
        sid: aSid(world),
        at: at(world),
        doubt: random.of(['text_hidden', 'text_differs', 'number_hidden']),
      };
      await store.noteCandidate(id, candidate, at(world));
    }
  } catch {
    open.delete(id);
  }
}

const DELIVERIES = ['queued', 'sent', 'delivered', 'delivered', 'read', 'failed', 'undelivered'];

async function receiveCallback(world: World): Promise<void> {
  const { random, stores, sids, open, early } = world;
  const state = random.of(DELIVERIES);
  const code =
    state === 'failed' || state === 'undelivered' ? random.of([63_016, 63_024, 30_008]) : null;
  if (sids.length > 0 && !random.isOneIn(5)) {
    const { mode, sid } = random.of(sids);
    await stores[mode].ledger.recordDelivery(sid, state, code, at(world));
    return;
  }
  // Before the ledger has the SID, with an attempt or without.
  const sid = aSid(world);
  const mode = modeOf(world);
  const named = [...open].filter(([, one]) => one.mode === mode && !one.isAnswer).map(([id]) => id);
  const ref = named.length > 0 && random.isOneIn(2) ? random.of(named) : undefined;
  await stores[mode].ledger.recordDelivery(sid, state, code, at(world), ref);
  if (ref === undefined) early.push(sid);
}

async function optOut(world: World): Promise<void> {
  const { random, stores, people } = world;
  const { phone, userId } = random.of(people);
  const recipient = random.isOneIn(3) ? userId : phone;
  const { optOuts } = stores[modeOf(world)];
  if (random.isOneIn(3)) {
    await optOuts.remove(recipient, random.of(OPERATORS), at(world));
    return;
  }
  const all = random.isOneIn(4) ? people.slice(0, 4).map((one) => one.phone) : [recipient];
  const source = random.of(['operator', 'import', 'reply', 'twilio']);
  const state = source === 'reply' ? random.of(['pending', 'stopped']) : 'stopped';
  await optOuts.add(all, { state, source, operator: random.of(OPERATORS), at: at(world) });
}

async function write(world: World): Promise<void> {
  const { random, stores, people, sids, replied } = world;
  const { phone, userId } = random.of(people);
  const isHidden = random.isOneIn(3);
  const mode = modeOf(world);
  const answered = sids.filter((one) => one.mode === mode && one.to === `whatsapp:${phone}`);
  const reply = {
    sid: aSid(world),
    sender: isHidden ? userId : phone,
    userId: !isHidden && random.isOneIn(2) ? userId : null,
    text: random.of(['Thanks!', 'STOP', 'When is training?', 'Déjà vu ☺']),
    button: random.isOneIn(5) ? 'Yes' : null,
    media: random.isOneIn(6) ? ['https://api.twilio.com/m/1'] : [],
    answers: answered.length > 0 && random.isOneIn(2) ? random.of(answered).sid : null,
    at: at(world),
  };
  await stores[mode].replies.add(reply);
  if (!isHidden) replied.push({ mode, sid: reply.sid, phone });
}

async function answer(world: World): Promise<void> {
  const { random, stores, replied, open } = world;
  if (replied.length === 0) return;
  const { mode, sid, phone } = random.of(replied);
  const reply = {
    phone,
    to: `whatsapp:${phone}`,
    body: random.of(['At six.', 'You are welcome']),
    answers: sid,
  };
  const yes = { shown: replyDigestOf(reply), operator: random.of(OPERATORS), at: at(world) };
  const claimed = await stores[mode].replyLog.claim(approveReply(reply, yes), at(world));
  if (claimed.kind === 'claimed') {
    open.set(claimed.attemptId, { mode, isAnswer: true, state: 'approved', message: null });
  }
}

async function remember(world: World): Promise<void> {
  const { random, stores, people, sids, remembered } = world;
  const { ledger, findings } = stores[modeOf(world)];
  const operator = random.of(OPERATORS);
  const tests = sids.filter(({ isTest }) => isTest);
  switch (random.below(3)) {
    case 0: {
      const seen = people.filter(() => random.isOneIn(2)).map(({ parts }) => anInvite(parts));
      const known = await ledger.knownPlayers();
      const gone = known.filter(() => random.isOneIn(4));
      await ledger.rememberList({ file: 'players.csv', at: at(world), operator }, seen, gone);
      return;
    }
    case 1: {
      const id =
        remembered.length > 0 && random.isOneIn(3) ? random.of(remembered) : random.hex(64);
      remembered.push(id);
      await ledger.remember(id, random.of(['both', 'first']), operator, at(world));
      return;
    }
    default: {
      if (tests.length === 0) return;
      const { sid, mode } = random.of(tests);
      const isRight = random.isOneIn(2);
      const reason = isRight ? null : 'The name is wrong';
      await stores[mode].findings.add({ sid, isRight, reason, operator, at: at(world) });
      void findings;
    }
  }
}

async function forget(file: string, world: World): Promise<void> {
  const { random, people } = world;
  const erasable = openErasable(file, false);
  const whose = random.isOneIn(4)
    ? { kind: 'season', season: '2025-26' }
    : { kind: 'number', phone: random.of(people).phone };
  // Like the command, which refuses while an attempt is open.
  const { open } = await erasable.find(whose);
  if (open === 0) await erasable.erase(whose, at(world));
  await erasable.close();
}

async function simulate(file: string, seed: number): Promise<World> {
  const random = seededRandom(seed);
  const storesOf = (mode: Mode) => ({
    ledger: openSqliteLedger(file, mode),
    optOuts: openOptOuts(file, mode),
    replies: openReplies(file, mode),
    replyLog: openReplyLog(file, mode),
    findings: openTestFindings(file, mode),
  });
  const world: World = {
    random,
    people: peopleOf(random),
    stores: {
      live: storesOf('live'),
      stand_in: storesOf('stand_in'),
      rehearsal: storesOf('rehearsal'),
    },
    open: new Map(),
    sids: [],
    replied: [],
    early: [],
    remembered: [],
    now: Date.parse('2026-07-15T09:00:00.000Z'),
  };
  for (let step = 0; step < 240; step += 1) {
    world.now = wait(world);
    switch (random.below(22)) {
      case 0:
      case 1:
        await claim(world, modeOf(world), random.of(world.people), at(world));
        break;
      case 2: {
        // One approval time for many messages, which are claimed one after the other.
        const [mode, approvedAt] = [modeOf(world), at(world)];
        for (const [place, person] of world.people.entries()) {
          // A list covers one season.
          if (place === 4 || random.isOneIn(2)) continue;
          await claim(world, mode, person, approvedAt);
          world.now += random.of([0, 0, 3, 40]);
        }
        break;
      }
      case 3:
        await seek(world);
        break;
      case 4:
      case 5:
        await receiveCallback(world);
        break;
      case 6:
        await optOut(world);
        break;
      case 7:
        await write(world);
        break;
      case 8:
        await answer(world);
        break;
      case 9:
        await remember(world);
        break;
      case 10:
        if (random.isOneIn(3)) await forget(file, world);
        break;
      default:
        await advance(world);
    }
  }
  return world;
}

/** The values that the ports of the old version return. The keys are those of the fixtures. */
async function readPorts({ stores, people, remembered, early, sids }: World): Promise<object> {
  const values: { [mode: string]: object } = {};
  const everybody = people.flatMap(({ phone, userId }) => [phone, userId]);
  for (const mode of MODES) {
    const { ledger, optOuts, replies, replyLog, findings } = stores[mode];
    const each = async (work: (one: string) => Promise<unknown>) =>
      await Promise.all(everybody.map(async (one) => [one, await work(one)]));
    values[mode] = {
      messages: await ledger.messages(),
      events: await ledger.events(),
      open: await ledger.open(),
      answersOpen: await replyLog.open(),
      writtenTo: [...(await ledger.writtenTo(new Date(0)))],
      knownPlayers: await ledger.knownPlayers(),
      remembered: [...(await ledger.answers(remembered))],
      knownSids: [...(await ledger.knownSids([...sids.map(({ sid }) => sid), ...early]))],
      optOuts: await optOuts.list(),
      optOutHistory: await optOuts.history(),
      optOutsOf: await each(async (one) => await optOuts.history(one)),
      stopped: [...(await optOuts.has(people.map(({ phone }) => phone)))],
      replies: await replies.since(new Date(0)),
      repliesFrom: await each(async (one) => await replies.from(one)),
      numberBehind: await each(async (one) => await replies.numberBehind(one, null)),
      nameOf: await each(async (one) => await replyLog.nameOf(`whatsapp:${one}`)),
      findings: await findings.list(),
    };
  }
  return {
    asked: { people: everybody, remembered, sids: [...sids.map(({ sid }) => sid), ...early] },
    told: values,
  };
}

/** All rows of the tables of version 10, with their row ids. */
function rowsIn(file: string): object {
  const database = new DatabaseSync(file);
  const tables = database
    .prepare(
      "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )
    .all();
  const rows = Object.fromEntries(
    tables.map(({ name }) => [
      name,
      database.prepare(`SELECT rowid AS rowid, * FROM ${String(name)} ORDER BY rowid`).all(),
    ]),
  );
  database.close();
  return rows;
}

const LIST = [
  [
    'Player First Name',
    'Player Last Name',
    'Team',
    'Age Group',
    'Parent First Name',
    'Parent Surname',
    'Parent Mobile',
    'Season',
    'Membership Fee',
    'Monthly Subs',
    'Manager',
    'Manager Mobile',
  ],
  ...FAMILIES.map(([child, family, parent], index) => [
    child,
    family,
    TEAMS[index % TEAMS.length],
    'u11s',
    parent,
    family,
    `07700 9001${String(index === 7 ? 16 : 10 + index)}`,
    '2026-27',
    '40',
    '26',
    'Alex Johnson',
    index === 3 ? '07700 900112' : '07700 900001',
  ]),
  [
    'Ivy',
    'Newton',
    'Bears',
    'u11s',
    'Kim',
    'Newton',
    '07700 900140',
    '2026-27',
    '40',
    '26',
    'Alex Johnson',
    '07700 900001',
  ],
]
  .map((cells) => cells.join(','))
  .join('\n');

const READING: readonly (readonly string[])[] = [
  ['history'],
  ['history', '07700 900110'],
  ['history', '07700 900116'],
  ['report'],
  ['report', '--chase'],
  ['report', 'list.csv'],
  ['status'],
  ['status', 'list.csv'],
  ['opt-out', 'list'],
  ['send', 'list.csv', '--dry-run'],
  ['forget', '07700 900111', '--dry-run'],
  ['forget', '07700 900112', '--dry-run'],
  ['forget', '--season', '2026-27', '--dry-run'],
];

const ENVIRONMENTS = {
  live: {},
  stand_in: {
    TWILIO_BASE_URL: 'http://127.0.0.1:9',
    TWILIO_ACCOUNT_SID: `AC${'5e'.repeat(16)}`,
    TWILIO_AUTH_TOKEN: 'a-token-of-nobody',
    TWILIO_PHONE_NUMBER: 'whatsapp:+447700900999',
    TWILIO_TEMPLATE_SID: builtInTemplate().sid,
  },
};

async function* nothing(): AsyncGenerator<never> {}

function output() {
  let text = '';
  return {
    isTerminal: false,
    columns: () => null,
    write: (more: string) => void (text += more),
    stream: () => process.stderr,
    text: () => text,
  };
}

function shellIn(home: string, env: object, now: Date) {
  const [stdout, stderr] = [output(), output()];
  const never = new AbortController().signal;
  return {
    env: { URMSTON_INVITE_HOME: home, ...env },
    workingFolder: home,
    userFolder: home,
    platform: 'linux',
    loginName: () => 'robin',
    stdin: {
      isTerminal: false,
      bytes: nothing,
      lines: nothing,
      keyboard: () => null,
    },
    stdout,
    stderr,
    clock: { now: () => now },
    monotonicMs: () => performance.now(),
    after: (_ms: number, call: () => void) => {
      const timer = setImmediate(call);
      return { cancel: () => clearImmediate(timer) };
    },
    random: () => 1,
    stop: never,
    stopNow: never,
    requestStop: () => {},
  };
}

async function runCommands(home: string, now: Date): Promise<readonly object[]> {
  const outputs: object[] = [];
  for (const [mode, env] of Object.entries(ENVIRONMENTS)) {
    for (const command of READING) {
      for (const args of [command, [...command, '--json']]) {
        const typed = args.map((arg) => (arg === 'list.csv' ? join(home, arg) : arg));
        const shell = shellIn(home, env, now);
        const exitCode = await main(typed, shell);
        const hide = (text: string): string => text.replaceAll(home, '{home}');
        outputs.push({
          mode,
          args,
          exitCode,
          stdout: hide(shell.stdout.text()),
          stderr: hide(shell.stderr.text()),
        });
      }
    }
  }
  return outputs;
}

for (const seed of seeds) {
  const home = mkdtempSync(join(tmpdir(), 'urmston-older-'));
  const file = join(home, 'ledger.db');
  const world = await simulate(file, Number(seed));
  const ports = await readPorts(world);
  for (const stores of Object.values(world.stores)) {
    for (const store of Object.values(stores) as Any[]) await store.close();
  }
  const rows = rowsIn(file);
  writeFileSync(join(home, 'list.csv'), `${LIST}\n`);
  const now = new Date(world.now + 3_600_000);
  const commands = await runCommands(home, now);
  mkdirSync(folder, { recursive: true });
  const fixture = { seed: Number(seed), now, list: LIST, rows, ports, commands };
  writeFileSync(
    join(folder, `history-${seed}.json.gz`),
    gzipSync(JSON.stringify(fixture), { level: 9 }),
  );
  rmSync(home, { recursive: true });
  console.log(
    seed,
    Object.fromEntries(Object.entries(rows).map(([name, all]) => [name, all.length])),
  );
}
