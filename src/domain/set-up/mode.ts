/**
 * How real a run is. `stand_in` speaks to a loopback address in Twilio's place; what it did says
 * nothing about what parents got, so the ledger keeps the three apart.
 */
export type Mode = 'live' | 'rehearsal' | 'stand_in';
