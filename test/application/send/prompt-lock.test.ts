import { describe, expect, it } from '@jest/globals';
import { promptLock } from '../../../src/application/send/approval-session.ts';
import type { Answer, Operator, Question } from '../../../src/application/ports/operator.ts';
import { makePlan } from '../../../src/domain/message/plan.ts';
import type { PauseReason } from '../../../src/domain/policy/next-step.ts';
import { aMessage } from '../../support/builders.ts';
import { settled } from '../../support/sending/run-sending.ts';

const REASON: PauseReason = { kind: 'faults_in_a_row', count: 3, doubt: 'server_fault' };

const [planned] = makePlan([aMessage()], { byKey: new Map(), otherTemplate: new Map() }).toAsk;
const noLook = async (): Promise<void> => {};
const QUESTION = { planned, number: 1, of: 1, canGoBack: false } as Question;

/** An operator of whom each deed is written down, and done when the test says so. */
function slowOperator() {
  const deeds: string[] = [];
  const takenAway = Promise.withResolvers<Answer>();
  const goesOn = Promise.withResolvers<boolean>();
  const operator: Operator = {
    ask: async (_question, withdrawn) => {
      deeds.push('asked');
      withdrawn.addEventListener('abort', () => deeds.push('withdrawn'));
      return await takenAway.promise;
    },
    confirmContinue: async () => {
      deeds.push('asked whether to go on');
      return await goesOn.promise;
    },
  };
  return { deeds, operator, takenAway, goesOn };
}

describe('two who ask one operator', () => {
  it('never ask at the same time: a question is gone before the other one comes', async () => {
    const { deeds, operator, takenAway } = slowOperator();
    const stop = new AbortController();
    const questions = promptLock(operator, stop.signal, noLook);
    void questions.ask(QUESTION);
    await settled();
    void questions.confirmContinue(REASON);
    await settled();
    expect(deeds).toEqual(['asked', 'withdrawn']);
    takenAway.resolve({ kind: 'quit' });
    await settled();
    expect(deeds).toEqual(['asked', 'withdrawn', 'asked whether to go on']);
  });

  it('have what is asked about looked at anew after a pause, and nothing is asked of what is stale', async () => {
    const { deeds, operator, takenAway, goesOn } = slowOperator();
    const stop = new AbortController();
    let isStale = false;
    const questions = promptLock(operator, stop.signal, async () => {
      if (isStale) stop.abort();
    });
    const asked = questions.ask(QUESTION);
    await settled();
    const going = questions.confirmContinue(REASON);
    takenAway.resolve({ kind: 'quit' });
    await settled();
    isStale = true;
    goesOn.resolve(true);
    expect(await going).toBe(true);
    expect(await asked).toBeNull();
    expect(deeds).toEqual(['asked', 'withdrawn', 'asked whether to go on']);
  });

  it('have no answer when the run is stopped during a pause', async () => {
    const { deeds, operator, goesOn } = slowOperator();
    const stop = new AbortController();
    const questions = promptLock(operator, stop.signal, noLook);
    const going = questions.confirmContinue(REASON);
    const asked = questions.ask(QUESTION);
    await settled();
    stop.abort();
    expect(await asked).toBeNull();
    goesOn.resolve(true);
    expect(await going).toBe(false);
    expect(deeds).toEqual(['asked whether to go on']);
  });

  it('are not asked at all once the run has stopped', async () => {
    const { deeds, operator } = slowOperator();
    const questions = promptLock(operator, AbortSignal.abort(), noLook);
    expect(await questions.ask(QUESTION)).toBeNull();
    expect(await questions.confirmContinue(REASON)).toBe(false);
    expect(deeds).toEqual([]);
  });
});
