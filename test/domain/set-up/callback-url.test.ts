import { describe, expect, it } from '@jest/globals';
import { placeOf, webhookUrl } from '../../../src/domain/set-up/callback-url.ts';

describe('the place that a URL leads to', () => {
  it.each([
    ['https://example.org/prod/webhook', 'https://example.org/prod/webhook'],
    ['https://EXAMPLE.org:443/webhook', 'https://example.org/webhook'],
    ['https://example.org/webhook#rc=3&rp=4xx,5xx', 'https://example.org/webhook'],
    ['https://name:secret@example.org/webhook?key=secret', 'https://example.org/webhook'],
    ['https://example.org/webhook/', 'https://example.org/webhook/'],
    ['nonsense', null],
    ['mailto:secretary@example.org', null],
    ['', null],
  ])('%s: %p', (url, place) => {
    expect(placeOf(url)).toBe(place);
  });

  it('is the webhook of the service', () => {
    expect(webhookUrl('https://example.org/prod')).toBe('https://example.org/prod/webhook');
  });
});
