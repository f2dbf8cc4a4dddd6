/**
 * What a run sends to. `stand_in` is a server on a loopback address in place of Twilio. Messages of
 * rehearsals and stand-ins do not reach parents, so each mode has a ledger of its own.
 */
export type Mode = 'live' | 'rehearsal' | 'stand_in';
