import { describe, expect, it } from '@jest/globals';
import type { Answer, Operator, Question } from '../../../src/application/ports/operator.ts';
import { promptLock } from '../../../src/application/send/approval-session.ts';
import { makePlan } from '../../../src/domain/message/plan.ts';
import type { PauseReason } from '../../../src/domain/policy/next-step.ts';
import { aMessage } from '../../support/builders.ts';
import { settled } from '../../support/sending/run-sending.ts';

const REASON: PauseReason = { kind: 'faults_in_a_row', count: 3, doubt: 'server_fault' };

const [planned] = makePlan([aMessage()], { byKey: new Map(), otherTemplate: new Map() }).toAsk;
const noCheck = async (): Promise<void> => {};
const QUESTION = { planned, number: 1, of: 1, canGoBack: false } as Question;

/** An operator who records each prompt and answers it when the test resolves it. */
function slowOperator() {
  const calls: string[] = [];
  const answer = Promise.withResolvers<Answer>();
  const confirmation = Promise.withResolvers<boolean>();
  const operator: Operator = {
    ask: async (_question, withdrawn) => {
      calls.push('asked');
      withdrawn.addEventListener('abort', () => calls.push('withdrawn'));
      return await answer.promise;
    },
    confirmContinue: async () => {
      calls.push('asked whether to go on');
      return await confirmation.promise;
    },
  };
  return { calls, operator, answer, confirmation };
}

describe('two prompts for one operator', () => {
  it('never appear at the same time: a question is withdrawn before the other is asked', async () => {
    const { calls, operator, answer } = slowOperator();
    const stop = new AbortController();
    const questions = promptLock(operator, stop.signal, noCheck);
    void questions.ask(QUESTION);
    await settled();
    void questions.confirmContinue(REASON);
    await settled();
    expect(calls).toEqual(['asked', 'withdrawn']);
    answer.resolve({ kind: 'quit' });
    await settled();
    expect(calls).toEqual(['asked', 'withdrawn', 'asked whether to go on']);
  });

  it('are checked again after a pause, and a stale question is not asked', async () => {
    const { calls, operator, answer, confirmation } = slowOperator();
    const stop = new AbortController();
    let isStale = false;
    const questions = promptLock(operator, stop.signal, async () => {
      if (isStale) stop.abort();
    });
    const asked = questions.ask(QUESTION);
    await settled();
    const going = questions.confirmContinue(REASON);
    answer.resolve({ kind: 'quit' });
    await settled();
    isStale = true;
    confirmation.resolve(true);
    expect(await going).toBe(true);
    expect(await asked).toBeNull();
    expect(calls).toEqual(['asked', 'withdrawn', 'asked whether to go on']);
  });

  it('get no answer when the run is stopped during a pause', async () => {
    const { calls, operator, confirmation } = slowOperator();
    const stop = new AbortController();
    const questions = promptLock(operator, stop.signal, noCheck);
    const going = questions.confirmContinue(REASON);
    const asked = questions.ask(QUESTION);
    await settled();
    stop.abort();
    expect(await asked).toBeNull();
    confirmation.resolve(true);
    expect(await going).toBe(false);
    expect(calls).toEqual(['asked whether to go on']);
  });

  it('are not asked once the run has stopped', async () => {
    const { calls, operator } = slowOperator();
    const questions = promptLock(operator, AbortSignal.abort(), noCheck);
    expect(await questions.ask(QUESTION)).toBeNull();
    expect(await questions.confirmContinue(REASON)).toBe(false);
    expect(calls).toEqual([]);
  });
});
