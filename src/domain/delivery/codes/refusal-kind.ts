/** What a refusal means and what to do about it, in words for a club secretary. */
export type Refusal = {
  readonly meaning: string;
  readonly fix: string;
  /** `later`: a person decides when. `never`: not before the cause is removed. */
  readonly retry: 'automatic' | 'later' | 'never';
  /**
   * `run`: the next message would be refused for the same reason. `pause`: it may be, so a person should
   * check first.
   */
  readonly stops: 'recipient' | 'pause' | 'run';
  /** What has to be corrected before anything can be sent. */
  readonly about?: 'account' | 'credentials' | 'sender' | 'template';
};

type Words = (meaning: string, fix: string, about?: Refusal['about']) => Refusal;

function words(retry: Refusal['retry'], stops: Refusal['stops']): Words {
  return (meaning, fix, about) => ({
    meaning,
    fix,
    retry,
    stops,
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

export const TOOL_FAULT = stops(
  'The tool sent Twilio a request that Twilio could not accept.',
  'Update the tool, and report the fault if it comes again.',
);
