/**
 * What the code proves about a message that Twilio accepted and that failed later with it.
 *
 * - `not_delivered`: nothing arrived, and the message may be offered again.
 * - `unreachable_number`: nothing arrived, and nothing would at this number.
 * - `unwanted`: nothing arrived, since the parent does not want it.
 * - `nothing`: the message may have arrived, or the code does not belong to a message.
 */
export type Proof = 'not_delivered' | 'unreachable_number' | 'unwanted' | 'nothing';

/** What a refusal means and what to do about it, in words for a club secretary. */
export type Refusal = {
  readonly meaning: string;
  readonly fix: string;
  /** `later`: a person decides when. `never`: not before the cause is removed. */
  readonly retry: 'automatic' | 'later' | 'never';
  /**
   * `run`: the next message would be refused for the same reason. `pause`: it may be, so a person should
   * check first. Applies both to a refusal and to a later failure.
   */
  readonly stops: 'recipient' | 'pause' | 'run';
  readonly proves: Proof;
  /** What has to be corrected before anything can be sent. */
  readonly about?: 'account' | 'credentials' | 'sender' | 'template';
};

type Words = (meaning: string, fix: string, about?: Refusal['about']) => Refusal;

function words(
  retry: Refusal['retry'],
  stops: Refusal['stops'],
  proves: Proof = 'not_delivered',
): Words {
  return (meaning, fix, about) => ({
    meaning,
    fix,
    retry,
    stops,
    proves,
    ...(about === undefined ? {} : { about }),
  });
}

export const stops = words('never', 'run');
export const stopsForNow = words('later', 'run');
export const pauses = words('never', 'pause');
export const pausesForNow = words('later', 'pause');
export const skips = words('never', 'recipient');
export const skipsForNow = words('later', 'recipient');
export const waits = words('automatic', 'pause');

/** The number cannot get the message. */
export const skipsNumber = words('never', 'recipient', 'unreachable_number');
/** The parent does not want messages. */
export const skipsUnwilling = words('never', 'recipient', 'unwanted');

/** The same code, where it proves nothing about a message that was accepted. */
export function unproven(refusal: Refusal): Refusal {
  return { ...refusal, proves: 'nothing' };
}

export const TOOL_FAULT = stops(
  'The tool sent Twilio a request that Twilio could not accept.',
  'Update the tool, and report the fault if it comes again.',
);
