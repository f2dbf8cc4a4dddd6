/**
 * How many messages to send first with a new template. Meta paces a new template, of any category: after
 * some messages it holds the others back until it has seen how people take the first ones, and then
 * releases or drops them.
 */
export const FIRST_BATCH = 20;

/** A template with this many deliveries is not new any more. */
export const DELIVERIES_OF_KNOWN_TEMPLATE = 50;
