/** What a refusal means and what to do about it, in words a club secretary understands. */
export type Refusal = {
  readonly meaning: string;
  readonly fix: string;
  /** `later` is for a person to decide; `never` means not before something has been put right. */
  readonly retry: 'automatic' | 'later' | 'never';
  /** `run`: the next message would meet the same. `pause`: it may, so a person should look into it first. */
  readonly stops: 'recipient' | 'pause' | 'run';
  /** Set where nothing can be sent before this has been put right. */
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
