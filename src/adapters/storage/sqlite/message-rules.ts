import {
  ATTEMPT_STATES,
  DELIVERY_STATES,
  allowsNewAttempt,
  mayBecome,
  type DeliveryState,
} from '../../../domain/delivery/state.ts';
import type { Mode } from '../../../domain/set-up/mode.ts';

/*
 * Generated columns, constraints and triggers by which the database itself refuses invalid
 * messages, as a second defence against faults of the program. The document is a `MessageRecord`.
 * The states and their transitions are generated from the tables of `domain/delivery/state.ts`.
 */

const MODES = { live: true, rehearsal: true, stand_in: true } satisfies {
  readonly [mode in Mode]: true;
};

const list = (texts: readonly string[]): string => texts.map((text) => `'${text}'`).join(', ');
/** An attempt that did not arrive gets its last state when another one replaces it. */
const STATES = list(ATTEMPT_STATES.filter((state) => state !== 'not_delivered'));
const RETRYABLE = list(ATTEMPT_STATES.filter(allowsNewAttempt));
const STEPS = ATTEMPT_STATES.flatMap((from) =>
  ATTEMPT_STATES.filter((to) => mayBecome(from, to)).map((to) => `(${list([from, to])})`),
).join(', ');

const ATTEMPT_TEXTS = [
  'id',
  'state',
  'changedAt',
  'digest',
  'operator',
  'approvedAt',
  'recipient',
] as const;

/** Compared with IS, since a CHECK whose result is NULL passes. */
const hasType = (doc: string, path: string, type: string): string =>
  `json_type(${doc}, '$.${path}') IS '${type}'`;
const hasTexts = (doc: string, paths: readonly string[]): string =>
  paths.map((path) => hasType(doc, path, 'text')).join(' AND ');
const isOneOf = (value: string, texts: string): string => `coalesce(${value} IN (${texts}), 0)`;

/**
 * The part of a partition key after the mode: of `live#message#KEY`, or `live#answers#message#KEY`.
 */
const KIND = `substr(pk, instr(pk, '#') + 1)`;
const MODE = `substr(pk, 1, instr(pk, '#') - 1)`;

/** Generated columns. NULL for an item that is not a message. */
export const MESSAGE_COLUMNS = `
    message_key TEXT GENERATED ALWAYS AS (
      CASE WHEN ${KIND} GLOB 'message#*' THEN substr(${KIND}, ${'message#'.length + 1})
           WHEN ${KIND} GLOB 'answers#message#*' THEN substr(${KIND}, ${'answers#message#'.length + 1})
      END),
    attempt_id TEXT GENERATED ALWAYS AS (iif(message_key IS NULL, NULL, doc ->> '$.attempt.id')),
    state TEXT GENERATED ALWAYS AS (iif(message_key IS NULL, NULL, doc ->> '$.attempt.state'))`;

export const MESSAGE_CHECKS = `
    CONSTRAINT one_document_for_a_message CHECK (message_key IS NULL OR (
      sk = 'message' AND ${isOneOf(MODE, list(Object.keys(MODES)))} AND message_key <> ''
      AND doc ->> '$.key' IS message_key)),
    CONSTRAINT message_is_whole CHECK (message_key IS NULL OR (
      ${hasTexts('doc', ['key', 'season', 'claimedAt'])}
      AND ${isOneOf(`doc ->> '$.purpose'`, list(['invite', 'test', 'answer']))}
      AND json_type(doc, '$.inviteeKey') IS iif(doc ->> '$.purpose' = 'answer', 'null', 'text')
      AND (doc ->> '$.purpose' = 'answer') = (${KIND} GLOB 'answers#*')
      AND ${hasType('doc', 'earlier', 'array')} AND ${hasType('doc', 'history', 'array')})),
    CONSTRAINT attempt_is_whole CHECK (message_key IS NULL OR (
      ${hasTexts(
        'doc',
        ATTEMPT_TEXTS.map((name) => `attempt.${name}`),
      )}
      AND attempt_id <> '' AND ${isOneOf('state', STATES)}
      AND coalesce(doc ->> '$.attempt.delivery' IN (${list(DELIVERY_STATES)}), 1)))`;

const refuse = (why: string): string => `SELECT RAISE(ABORT, '${why}')`;

/** Whether an earlier attempt may have been sent, is incomplete, or is there twice. */
const EARLIER_IS_OPEN = `EXISTS (
      SELECT 1 FROM json_each(NEW.doc, '$.earlier') AS one
      WHERE one.type <> 'object' OR NOT (
        ${isOneOf(`one.value ->> '$.state'`, RETRYABLE)}
        AND ${hasTexts('one.value', ATTEMPT_TEXTS)}
        AND one.value ->> '$.id' NOT IN (
          SELECT NEW.attempt_id
          UNION ALL
          SELECT other.value ->> '$.id' FROM json_each(NEW.doc, '$.earlier') AS other
          WHERE other.key < one.key)))`;

/** The ids and states of the earlier attempts, as JSON text. */
const earlierOf = (doc: string): string => `(
        SELECT json_group_array(json_array(value ->> '$.id', value ->> '$.state') ORDER BY key)
        FROM json_each(${doc}, '$.earlier'))`;

const mayFollow = (from: string, to: string): string =>
  `(${to} = ${from} OR (${from}, ${to}) IN (VALUES ${STEPS}))`;

const ENDED_AS = `NEW.doc ->> '$.earlier[#-1].state'`;

export const MESSAGE_TRIGGERS = `
  CREATE TRIGGER message_begins AFTER INSERT ON items WHEN NEW.message_key IS NOT NULL
  BEGIN
    ${refuse('an earlier attempt is open')} WHERE ${EARLIER_IS_OPEN};
    ${refuse('a message begins with its first attempt, approved')}
      WHERE NOT (NEW.state = 'approved' AND json_array_length(NEW.doc, '$.earlier') = 0)
        AND NOT EXISTS (SELECT 1 FROM moving);
  END;

  CREATE TRIGGER message_goes_on AFTER UPDATE OF doc ON items WHEN OLD.message_key IS NOT NULL
  BEGIN
    ${refuse('an earlier attempt is open')} WHERE ${EARLIER_IS_OPEN};
    ${refuse('history is never cut')}
      WHERE json_array_length(NEW.doc, '$.history') < json_array_length(OLD.doc, '$.history');
    ${refuse('this state may not follow')}
      WHERE NEW.attempt_id = OLD.attempt_id AND NOT ${mayFollow('OLD.state', 'NEW.state')};
    ${refuse('an attempt may not follow one that may have gone out')}
      WHERE NEW.attempt_id <> OLD.attempt_id AND NOT (
        NEW.state = 'approved' AND coalesce(${mayFollow('OLD.state', ENDED_AS)}, 0));
    ${refuse('an attempt may not follow one that may have arrived')}
      WHERE NEW.attempt_id <> OLD.attempt_id AND ${ENDED_AS} = 'not_delivered' AND NOT ${isOneOf(
        `OLD.doc ->> '$.attempt.delivery'`,
        list(['failed', 'undelivered', 'canceled'] satisfies DeliveryState[]),
      )};
    ${refuse('what was attempted stays as it was')}
      WHERE ${earlierOf('NEW.doc')} IS NOT iif(NEW.attempt_id = OLD.attempt_id,
        ${earlierOf('OLD.doc')},
        json_insert(${earlierOf('OLD.doc')}, '$[#]', json_array(OLD.attempt_id, ${ENDED_AS})));
  END;

  CREATE TRIGGER message_is_never_deleted BEFORE DELETE ON items WHEN OLD.message_key IS NOT NULL
  BEGIN
    ${refuse('a message is never deleted')};
  END;

  -- INSERT OR REPLACE deletes what is in its way, and calls no trigger for that.
  CREATE TRIGGER message_is_never_replaced BEFORE INSERT ON items
  WHEN EXISTS (
    SELECT 1 FROM items
    WHERE message_key IS NOT NULL AND (id = NEW.id OR (pk = NEW.pk AND sk = NEW.sk)))
  BEGIN
    ${refuse('a message is never replaced')};
  END;`;
