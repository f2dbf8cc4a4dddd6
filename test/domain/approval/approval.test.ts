import { describe, expect, it } from '@jest/globals';
import {
  approvalOf,
  APPROVAL_VALID_HOURS,
  approve,
  isApprovalStale,
  type ApprovedMessage,
} from '../../../src/domain/approval/approval.ts';
import { digestOf } from '../../../src/domain/message/message.ts';
import { A_YES, aMessage, anApproved, aYesTo } from '../../support/builders.ts';

describe('an approval', () => {
  it('has the digest, the operator and the time', () => {
    const message = aMessage();
    const at = new Date('2026-07-15T18:00:00Z');
    const approved = approve(message, aYesTo(message, { operator: 'Robin Green', at }));
    expect(approved).toEqual(message);
    expect(approvalOf(approved)).toEqual({
      digest: digestOf(message),
      operator: 'Robin Green',
      at,
    });
  });

  it.each([
    ['another child', aMessage({ player_first_name: 'Joe' })],
    ['another phone', aMessage({ parent_tel: '07700 900124' })],
    ['another fee', aMessage({ membership_fee_amount: '45' })],
  ])('is not made of a yes to a message for %s', (_what, shown) => {
    expect(() => approve(aMessage(), aYesTo(shown))).toThrow(
      'The yes was given for another message.',
    );
  });

  it('is not found for a message that was only called approved', () => {
    expect(() => approvalOf(aMessage() as ApprovedMessage)).toThrow(
      'Nobody approved this message.',
    );
  });

  it('is not found for the very message that was shown, only for the one it made', () => {
    const message = aMessage();
    approve(message, aYesTo(message));
    expect(() => approvalOf(message as ApprovedMessage)).toThrow('Nobody approved this message.');
  });

  it.each([
    ['a copy', (approved: ApprovedMessage): ApprovedMessage => ({ ...approved })],
    [
      'a changed copy',
      (approved: ApprovedMessage) => ({ ...approved, to: 'whatsapp:+447700900124' }),
    ],
    ['a deep copy', (approved: ApprovedMessage) => structuredClone(approved)],
    ['an heir', (approved: ApprovedMessage) => Object.create(approved) as ApprovedMessage],
  ])('does not go over to %s', (_what, made) => {
    const approved = anApproved();
    expect(() => approvalOf(made(approved))).toThrow('Nobody approved this message.');
    expect(approvalOf(approved).operator).toBe('Robin Green');
  });

  it.each([
    ['recipient', { to: 'whatsapp:+447700900124' }],
    ['template', { contentSid: 'HX' }],
    ['values', { contentVariables: {} }],
    ['text', { body: 'Hi' }],
  ])('is of a message whose %s nothing can change', (_what, change) => {
    const approved = anApproved();
    expect(() => Object.assign(approved, change)).toThrow(TypeError);
    expect(approved).toEqual(aMessage());
  });

  it('is of a message of whose values nothing can change one', () => {
    const approved = anApproved();
    expect(() => Object.assign(approved.contentVariables, { '1': 'Sam' })).toThrow(TypeError);
    expect(approved.contentVariables['1']).toBe('Jane');
  });

  it('does not follow the message it was made from', () => {
    const message = aMessage();
    const approved = anApproved(message);
    Object.assign(message, { to: 'whatsapp:+447700900124' });
    Object.assign(message.contentVariables, { '1': 'Sam' });
    expect(approved.to).toBe('whatsapp:+447700900123');
    expect(approved.contentVariables['1']).toBe('Jane');
    expect(approvalOf(approved).digest).toBe(digestOf(aMessage()));
  });

  it.each([
    [0, false],
    [APPROVAL_VALID_HOURS, false],
    [APPROVAL_VALID_HOURS + 0.001, true],
    [-1, false],
  ])('after %d hours is to be asked again: %s', (hours, isStale) => {
    const message = aMessage();
    const given = A_YES.at.getTime();
    const now = new Date(given + hours * 3_600_000);
    expect(isApprovalStale(approve(message, aYesTo(message)), now)).toBe(isStale);
  });
});
